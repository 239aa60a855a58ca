using System.Globalization;
using System.Security.Claims;

namespace PrefixConsole.Access;

/// <summary>Who does something in the console or through the admin API, and what that one may do.</summary>
/// <param name="Name">Name of the user or the API token.</param>
/// <param name="Role">Role, or scopes of a token.</param>
/// <param name="Permissions">What these allow.</param>
/// <param name="Origin">Where from: "console 127.0.0.1", "API 10.0.0.7".</param>
public sealed record Actor(string Name, string Role, Permissions Permissions, string Origin)
{
    /// <summary>Type of the claim that holds <see cref="Permissions"/> as a number.</summary>
    public const string PermissionsClaim = "prefixconsole:permissions";

    /// <summary>Nobody: may do nothing.</summary>
    public static Actor Nobody { get; } = new("nobody", "none", Permissions.None, "unknown");

    public bool May(Permissions needed) => (Permissions & needed) == needed;

    public static Actor Of(ClaimsPrincipal user, string origin) => user.Identity is { IsAuthenticated: true }
        ? new Actor(user.Identity.Name ?? "?", user.FindFirstValue(ClaimTypes.Role) ?? "none", PermissionsOf(user), origin)
        : Nobody with { Origin = origin };

    /// <summary>For parameters of API endpoints.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext context) => ValueTask.FromResult<Actor?>(Of(context.User, "API " + RemoteOf(context)));

    public static string RemoteOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "unknown";

    public static Permissions PermissionsOf(ClaimsPrincipal user) =>
        int.TryParse(user.FindFirstValue(PermissionsClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (Permissions)number : Permissions.None;

    /// <summary>An identity of ours; <paramref name="stamp"/> changes when what it rests on does.</summary>
    public static ClaimsPrincipal Principal(string scheme, string name, string role, Permissions permissions, string stamp) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, name),
            new Claim(ClaimTypes.Role, role),
            new Claim(PermissionsClaim, ((int)permissions).ToString(CultureInfo.InvariantCulture)),
            new Claim(UserBook.StampClaim, stamp),
        ],
        scheme,
        ClaimTypes.Name,
        ClaimTypes.Role));
}
