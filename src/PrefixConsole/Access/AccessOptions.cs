namespace PrefixConsole.Access;

/// <summary>Section <c>Access</c> of the configuration: who may use the console and the admin API. The gateway has keys of its own.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <value>
    /// Print a link at the start that logs in once, as an administrator. Default true while there are neither users nor OpenID Connect and the
    /// console is bound to loopback; never on another address.
    /// </value>
    public bool? LoginLink { get; set; }

    /// <value>People who log in with a password.</value>
    public UserOptions[] Users { get; set; } = [];

    /// <value>Tokens of programs, sent as <c>Authorization: Bearer</c>.</value>
    public TokenOptions[] Tokens { get; set; } = [];

    /// <value>Log-in through an identity provider; off without <c>Authority</c>.</value>
    public OidcOptions Oidc { get; set; } = new();

    /// <value>How long a log-in lasts without use. Default 12 h, range 1 min to 30 days.</value>
    public TimeSpan Session { get; set; } = TimeSpan.FromHours(12);

    /// <value>How long a log-in lasts at most, however much it is used. Default 7 days, range 1 min to 90 days.</value>
    public TimeSpan SessionLimit { get; set; } = TimeSpan.FromDays(7);

    /// <value>Open tabs of the console and connections to its hub that one user or token may have. Default 50, range 1 to 1,000.</value>
    public int ConnectionsPerUser { get; set; } = 50;

    /// <value>Let Prometheus read <c>/metrics</c> of the console's listener without a token. Default false.</value>
    public bool AnonymousMetrics { get; set; }
}
