using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A feed of KV events, or a worker that has none: then the counters are null, which is not zero.</summary>
public sealed record IngestFeedDto
{
    public required string Worker { get; init; }

    /// <summary>Data-parallel rank, 0 when the engine has one.</summary>
    public required int Rank { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>NotReporting, Trusted, CatchingUp, Untrusted or Silent.</summary>
    public required string Trust { get; init; }

    public required string TrustCause { get; init; }

    public required DateTimeOffset TrustSince { get; init; }

    public required bool Quarantined { get; init; }

    /// <summary>Over the last ten seconds.</summary>
    public required double? EventsPerSecond { get; init; }

    /// <summary>Blocks stored and removed, over the last ten seconds.</summary>
    public required double? BlocksPerSecond { get; init; }

    /// <summary>1 for the first life of the engine that was heard of, one more for every restart.</summary>
    public required int? Epoch { get; init; }

    /// <summary>Number of the last batch.</summary>
    public required long? Sequence { get; init; }

    public required long? Batches { get; init; }

    public required long? Events { get; init; }

    public required long? StoredBlocks { get; init; }

    public required long? RemovedBlocks { get; init; }

    public required long? HeldBlocks { get; init; }

    /// <summary>Of the held ones, those held only below GPU memory.</summary>
    public required long? LowerTierBlocks { get; init; }

    /// <summary>Bytes that the feed takes, estimated: its own tables, and its part of the index by blocks held.</summary>
    public required long? MemoryBytes { get; init; }

    public required long? Gaps { get; init; }

    public required long? MissedBatches { get; init; }

    public required long? Duplicates { get; init; }

    public required long? Restarts { get; init; }

    public required long? Replays { get; init; }

    public required long? FailedReplays { get; init; }

    /// <summary>Stored blocks that wait for their parent.</summary>
    public required long? ParkedBlocks { get; init; }

    public required long? DroppedOrphans { get; init; }

    public required long? UnknownRemovals { get; init; }

    /// <summary>Events that could not be used, by cause.</summary>
    public required IReadOnlyDictionary<string, long> Rejected { get; init; }

    /// <summary>Answers in a row whose cached tokens agreed with, or contradicted, the index.</summary>
    public required int? Confirmations { get; init; }

    public required int? Contradictions { get; init; }

    public required int? EngineBlockSize { get; init; }

    /// <summary>Time since the last batch.</summary>
    public required double? QuietMs { get; init; }

    /// <summary>The socket; null when the events come over HTTP.</summary>
    public required IngestTransportDto? Transport { get; init; }

    internal static IngestFeedDto From(IngestRow row)
    {
        var feed = row.Feed;
        return new IngestFeedDto
        {
            Worker = row.Worker.Value,
            Rank = row.Rank,
            Simulated = row.Simulated,
            Trust = row.Trust.Trust.ToString(),
            TrustCause = row.Trust.Cause,
            TrustSince = row.Trust.Since,
            Quarantined = feed?.Quarantined ?? false,
            EventsPerSecond = row.EventsPerSecond,
            BlocksPerSecond = row.BlocksPerSecond,
            Epoch = feed?.Epoch,
            Sequence = feed?.Sequence,
            Batches = feed?.Batches,
            Events = feed?.Events,
            StoredBlocks = feed?.StoredBlocks,
            RemovedBlocks = feed?.RemovedBlocks,
            HeldBlocks = feed?.HeldBlocks,
            LowerTierBlocks = feed?.LowerTierBlocks,
            MemoryBytes = row.MemoryBytes,
            Gaps = feed?.Gaps,
            MissedBatches = feed?.MissedBatches,
            Duplicates = feed?.Duplicates,
            Restarts = feed?.Restarts,
            Replays = feed?.Replays,
            FailedReplays = feed?.FailedReplays,
            ParkedBlocks = feed?.ParkedBlocks,
            DroppedOrphans = feed?.DroppedOrphans,
            UnknownRemovals = feed?.UnknownRemovals,
            Rejected = feed?.Rejected.ToDictionary(r => r.Key.ToString(), r => r.Value, StringComparer.Ordinal) ?? [],
            Confirmations = feed?.Confirmations,
            Contradictions = feed?.Contradictions,
            EngineBlockSize = feed?.EngineBlockSize,
            QuietMs = feed?.Quiet?.TotalMilliseconds,
            Transport = row.Transport is { } transport ? IngestTransportDto.From(transport) : null,
        };
    }
}
