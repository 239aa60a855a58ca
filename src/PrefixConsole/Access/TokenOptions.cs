namespace PrefixConsole.Access;

/// <summary>An entry of <see cref="AccessOptions.Tokens"/>; the same is kept of tokens made in the console.</summary>
public sealed class TokenOptions
{
    /// <value>1 to 64 characters, unique; it is what the audit log names.</value>
    public string Name { get; set; } = "";

    /// <value>SHA-256 of the token in hexadecimal, as <c>PrefixConsole new-token</c> prints it. Enough for a token, which is random and long.</value>
    public string Hash { get; set; } = "";

    /// <value>Of read, operate, admin, audit, events.</value>
    public string[] Scopes { get; set; } = [];

    /// <value>When it is no longer accepted, such as 2027-01-31T00:00:00Z. Default never.</value>
    public DateTimeOffset? ExpiresAt { get; set; }
}
