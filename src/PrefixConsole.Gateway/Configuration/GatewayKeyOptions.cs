namespace PrefixConsole.Gateway.Configuration;

/// <summary>An entry of <see cref="GatewayOptions.Keys"/>: a client of the OpenAI API. Never valid on the console.</summary>
public sealed class GatewayKeyOptions
{
    /// <value>1 to 64 characters, unique.</value>
    public string Name { get; set; } = "";

    /// <value>SHA-256 of the key in hexadecimal, as <c>PrefixConsole new-token</c> prints it.</value>
    public string Hash { get; set; } = "";

    /// <value>Tenant of its requests: what keeps their prefixes apart from others'. Default: the name.</value>
    public string Tenant { get; set; } = "";

    /// <summary>The tenant that counts.</summary>
    public string TenantOrName => Tenant.Length > 0 ? Tenant : Name;

    /// <value>Models it may ask for, adapters included; empty for all.</value>
    public string[] Models { get; set; } = [];
}
