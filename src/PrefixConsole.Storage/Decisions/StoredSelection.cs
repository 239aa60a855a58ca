using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Storage.Decisions;

/// <summary>Stored decisions that match.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="LookedAt">How many were read to find them.</param>
/// <param name="Next">What the next page comes before; null when all were looked at.</param>
public sealed record StoredSelection(IReadOnlyList<DecisionEntry> Entries, int LookedAt, long? Next)
{
    public static StoredSelection None { get; } = new([], 0, null);
}
