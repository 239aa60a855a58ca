using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Access;

/// <summary>The users of the configuration, as it is now: taking one away ends that one's sessions.</summary>
public sealed class UserBook(IOptionsMonitor<AccessOptions> options)
{
    /// <summary>Type of the claim that tells whether an identity is still what it was.</summary>
    public const string StampClaim = "prefixconsole:stamp";

    /// <summary>Stamp of those who came by the login link: they stay while there is one.</summary>
    public const string LinkStamp = "link";

    /// <summary>Stamp of those whom a provider vouched for.</summary>
    public const string ProviderStamp = "provider";

    public bool HasUsers => options.CurrentValue.Users.Length > 0;

    /// <summary>The identity of a user who knows the password; null otherwise.</summary>
    public ClaimsPrincipal? LogIn(string name, string password)
    {
        var user = options.CurrentValue.Users.FirstOrDefault(u => u.Name == name);
        return Passwords.Verify(user, password) ? Principal(user!) : null;
    }

    /// <summary>False once the user is gone, or has another role or password than at log-in.</summary>
    public bool IsCurrent(ClaimsPrincipal principal)
    {
        var stamp = principal.FindFirstValue(StampClaim);
        return options.CurrentValue.Users.Any(u => u.Name == principal.Identity?.Name && Stamp(u) == stamp);
    }

    private static ClaimsPrincipal Principal(UserOptions user) =>
        Actor.Principal(AccessSchemes.Cookie, user.Name, user.Role, Roles.Of(user.Role) ?? Permissions.None, Stamp(user));

    private static string Stamp(UserOptions user) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.PasswordHash}\n{user.Role}")))[..16];
}
