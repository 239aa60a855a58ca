namespace PrefixConsole.Access;

/// <summary>A token made in the console, as it is stored. No secret: only what tells one.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Hash">Of the secret, see <see cref="TokenBook.HashOf"/>.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="By">Who made it, or rotated it last.</param>
/// <param name="At">When.</param>
/// <param name="ExpiresAt">When it is no longer accepted; null never.</param>
internal sealed record MadeToken(string Name, string Hash, string[] Scopes, string By, DateTimeOffset At, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Secrets before the one that counts, newest first; null in tokens that were never rotated.</summary>
    public RetiredSecret[]? Earlier { get; init; }
}
