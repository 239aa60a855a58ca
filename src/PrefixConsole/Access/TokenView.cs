namespace PrefixConsole.Access;

/// <summary>An API token without its secret.</summary>
/// <param name="Name">Its name in the audit log.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="By">Who made it; "configuration" when it is listed there.</param>
/// <param name="At">When; null for one of the configuration.</param>
/// <param name="LastUsed">Since the start of this process; null when it was not.</param>
/// <param name="ExpiresAt">When it is no longer accepted; null never.</param>
public sealed record TokenView(string Name, IReadOnlyList<string> Scopes, string By, DateTimeOffset? At, DateTimeOffset? LastUsed, DateTimeOffset? ExpiresAt);
