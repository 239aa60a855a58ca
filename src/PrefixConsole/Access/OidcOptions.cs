namespace PrefixConsole.Access;

/// <summary>Section <c>Access:Oidc</c>: log-in through an OpenID Connect provider (authorization code with PKCE).</summary>
public sealed class OidcOptions
{
    /// <value>The provider's issuer, such as https://login.example.com/realms/ops.</value>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <value>Claim that names the user. Default preferred_username; without it <c>sub</c>.</value>
    public string NameClaim { get; set; } = "preferred_username";

    /// <value>Claim whose values are looked up in <see cref="Roles"/>. Default groups.</value>
    public string RoleClaim { get; set; } = "groups";

    /// <value>Value of the claim to role: <c>"sre": "operator"</c>. The strongest of several counts.</value>
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <value>Role of those who match none; empty lets nobody else in. Default empty.</value>
    public string DefaultRole { get; set; } = "";

    /// <value>Allow an authority without TLS; for tests on this machine. Default false.</value>
    public bool AllowHttp { get; set; }

    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);
}
