namespace PrefixConsole.Access;

/// <summary>A secret that was replaced by a newer one of the same token.</summary>
/// <param name="Hash">Of the secret.</param>
/// <param name="ExpiresAt">Until when it is accepted beside the newer one.</param>
internal sealed record RetiredSecret(string Hash, DateTimeOffset ExpiresAt);
