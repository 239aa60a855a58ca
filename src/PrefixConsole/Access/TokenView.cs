namespace PrefixConsole.Access;

/// <summary>An API token without its secret.</summary>
/// <param name="Name">Its name in the audit log.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="By">Who made it or rotated it last; "configuration" when it is listed there.</param>
/// <param name="At">When; null for one of the configuration.</param>
/// <param name="LastUsed">Its secret, since the start of this process; null when it was not.</param>
/// <param name="ExpiresAt">When it is no longer accepted; null never.</param>
public sealed record TokenView(string Name, IReadOnlyList<string> Scopes, string By, DateTimeOffset? At, DateTimeOffset? LastUsed, DateTimeOffset? ExpiresAt)
{
    /// <summary>Until when a secret from before the last rotation is still accepted; null when none is.</summary>
    public DateTimeOffset? EarlierUntil { get; init; }

    /// <summary>When such a secret was last used, since the start of this process: who still has to change over. Null when none was.</summary>
    public DateTimeOffset? EarlierUsed { get; init; }
}
