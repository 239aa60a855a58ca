using System.Security.Claims;

namespace PrefixConsole.Access;

/// <summary>What a provider says of somebody, in our roles.</summary>
internal static class OidcIdentity
{
    // From least to most: the strongest of several counts.
    private static readonly string[] s_order = [Roles.Viewer, Roles.Auditor, Roles.Operator, Roles.Admin];

    /// <summary>Null when none of the claim's values has a role and there is no default one, or the name is taken by the program itself.</summary>
    public static ClaimsPrincipal? Of(ClaimsPrincipal given, OidcOptions options)
    {
        var role = given.FindAll(options.RoleClaim)
            .Select(c => options.Roles.GetValueOrDefault(c.Value))
            .Append(options.DefaultRole)
            .Where(r => r is { Length: > 0 })
            .MaxBy(r => Array.IndexOf(s_order, r));
        var name = given.FindFirstValue(options.NameClaim) ?? given.FindFirstValue("sub");
        return role is null || string.IsNullOrEmpty(name) || ReservedNames.Has(name)
            ? null
            : Actor.Principal(AccessSchemes.Cookie, name, role, Roles.Of(role) ?? Permissions.None, UserBook.ProviderStamp);
    }
}
