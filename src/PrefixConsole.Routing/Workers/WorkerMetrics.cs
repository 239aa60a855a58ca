using System.Collections.Immutable;

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
    long Timestamp)
{
    /// <summary>What engine the names belong to; <see cref="EngineKind.Auto"/> when they tell nothing.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Counter: requests that the engine put back in its queue for want of memory.</summary>
    public long? Preemptions { get; init; }

    /// <summary>LoRA adapters of running and of waiting requests.</summary>
    public ImmutableArray<string> ActiveAdapters { get; init; } = [];

    public ImmutableArray<string> WaitingAdapters { get; init; } = [];

    /// <summary>LoRA adapters that can be active at a time.</summary>
    public int? MaxAdapters { get; init; }
}
