namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What is known of a worker beside its own numbers: how much of its cache others hold too, and how its feeds of KV events stand.</summary>
public sealed record WorkerInsight
{
    /// <summary>Estimated tokens that only this worker is predicted to hold, and those that others hold too.</summary>
    public required WorkerCacheShare Cache { get; init; }

    /// <summary>Share of the predicted tree that was read for it, 0 to 1.</summary>
    public required double ReadShare { get; init; }

    /// <summary>Feeds, one per data-parallel rank; 0 for a worker that nothing was heard of.</summary>
    public required int Feeds { get; init; }

    /// <summary>How long the last batch waited before it was applied, the longest of its feeds; null when none came over a socket.</summary>
    public required TimeSpan? Lag { get; init; }

    /// <summary>Number of the last batch and epoch of the feed of the lowest rank; null before a batch.</summary>
    public required long? Sequence { get; init; }

    public required int? Epoch { get; init; }

    /// <summary>Blocks it removed, as a rate per minute over the last ten seconds, over its feeds; null when it reports nothing.</summary>
    public required double? RemovedPerMinute { get; init; }
}
