namespace PrefixConsole.Gateway.Configuration;

/// <summary>Section <c>Console</c> of the configuration.</summary>
public sealed class ConsoleOptions
{
    public const string Section = "Console";

    /// <value>Address of the console, the admin API and the hub. Default <c>http://localhost:8080</c>; beyond loopback only with users or OpenID Connect; port 0 takes a free one.</value>
    public string Url { get; set; } = "http://localhost:8080";

    /// <value>Name shown in the top bar, such as production or staging, in a colour of its own. Default none.</value>
    public string Environment { get; set; } = "";

    /// <value>
    /// Reverse proxies in front of the console: addresses such as <c>10.0.0.5</c> or networks such as <c>10.0.0.0/8</c>. Only their
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> count. Default none.
    /// </value>
    public string[] TrustedProxies { get; set; } = [];

    /// <value>Names by which a proxy on this machine shows a console that is bound to loopback, beside localhost. Default none.</value>
    public string[] Hosts { get; set; } = [];
}
