namespace PrefixConsole.Gateway.Telemetry;

/// <summary>One second in a worker's life.</summary>
/// <param name="At">When.</param>
/// <param name="KvUsage">Share of KV blocks in use as the engine says; null: not reported.</param>
/// <param name="PredictedBlocks">Blocks in the predicted tree.</param>
/// <param name="InFlight">Own count.</param>
/// <param name="Waiting">Engine's queue; null: not reported.</param>
/// <param name="Requests">Requests sent in that second.</param>
public readonly record struct OccupancySample(DateTimeOffset At, double? KvUsage, long PredictedBlocks, int InFlight, int? Waiting, int Requests)
{
    /// <summary>Tokens it reported to hold, over all ranks; null: it reports nothing.</summary>
    public long? ReportedTokens { get; init; }

    /// <summary>Blocks it reported as removed in that second, in any tier; null: it reports nothing, or started over.</summary>
    public long? Removed { get; init; }
}
