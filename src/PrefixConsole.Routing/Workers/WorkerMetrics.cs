namespace PrefixConsole.Routing.Workers;

/// <summary>The last scrape of a worker's own metrics. A null field was not reported, which is not the same as zero.</summary>
/// <param name="Waiting">Requests queued in the engine.</param>
/// <param name="Running">Requests running in the engine.</param>
/// <param name="KvUsage">Share of KV blocks in use, 0 to 1.</param>
/// <param name="KvBlocks">KV blocks the engine has.</param>
/// <param name="BlockSize">Tokens per KV block.</param>
/// <param name="PrefixQueries">Counter: prompt tokens looked up in the engine's prefix cache.</param>
/// <param name="PrefixHits">Counter: prompt tokens found in it.</param>
/// <param name="Timestamp"><see cref="TimeProvider.GetTimestamp"/> of the scrape.</param>
public sealed record WorkerMetrics(
    int? Waiting,
    int? Running,
    double? KvUsage,
    int? KvBlocks,
    int? BlockSize,
    long? PrefixQueries,
    long? PrefixHits,
    long Timestamp);
