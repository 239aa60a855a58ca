using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>
/// Tells the <c>cache_salt</c>s of one run of the program apart without showing them: a salt keeps others from finding out what is cached. Eight hexadecimal digits of an
/// HMAC-SHA256 under a key that is drawn at the start and kept nowhere, so that salts cannot be tried out against their names.
/// </summary>
public static class SaltName
{
    private const int Digits = 8;

    // Not from a seeded generator: it must not be guessed.
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <param name="salt">As the client sent it, not empty.</param>
    public static string Of(string salt)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(s_key, MemoryMarshal.AsBytes(salt.AsSpan()), hash);
        return Convert.ToHexStringLower(hash[..(Digits / 2)]);
    }
}
