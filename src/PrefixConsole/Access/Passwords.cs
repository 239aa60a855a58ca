using Microsoft.AspNetCore.Identity;

namespace PrefixConsole.Access;

/// <summary>ASP.NET Core Identity's password hashes: PBKDF2 with HMAC-SHA512, 100,000 rounds and a salt each.</summary>
internal static class Passwords
{
    private static readonly PasswordHasher<UserOptions> s_hasher = new();
    private static readonly UserOptions s_nobody = new();

    // Takes as long as a real one: an unknown name must not be told from a wrong password by the time.
    private static readonly string s_decoy = s_hasher.HashPassword(s_nobody, Guid.NewGuid().ToString());

    public static string Hash(string password) => s_hasher.HashPassword(s_nobody, password);

    public static bool Verify(UserOptions? user, string password)
    {
        var result = s_hasher.VerifyHashedPassword(user ?? s_nobody, user?.PasswordHash ?? s_decoy, password);
        return user is not null && result != PasswordVerificationResult.Failed;
    }

    public static bool IsHash(string hash)
    {
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length > 40 && bytes[0] is 0 or 1;
    }
}
