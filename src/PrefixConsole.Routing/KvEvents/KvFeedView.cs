using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>State and counters of one feed of KV events, as of one moment. Counters run since the worker was registered.</summary>
public sealed record KvFeedView
{
    public required WorkerId Worker { get; init; }

    /// <summary>Data-parallel rank, 0 when the engine has one.</summary>
    public required int Rank { get; init; }

    public required KvTrustState Trust { get; init; }

    /// <summary>1 for the first life of the engine that was heard of, one more for every restart.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of the last batch; null before the first.</summary>
    public required long? Sequence { get; init; }

    public required long Batches { get; init; }

    public required long Events { get; init; }

    public required long StoredBlocks { get; init; }

    public required long RemovedBlocks { get; init; }

    /// <summary>Index blocks held now, any tier.</summary>
    public required long HeldBlocks { get; init; }

    /// <summary>Of them, those held only below GPU memory.</summary>
    public required long LowerTierBlocks { get; init; }

    /// <summary>Bytes that are kept for this feed alone, estimated from the sizes of the structures; its part of the index comes on top.</summary>
    public required long MemoryBytes { get; init; }

    public required long Gaps { get; init; }

    /// <summary>Batches that were missing, replayed or not.</summary>
    public required long MissedBatches { get; init; }

    public required long Duplicates { get; init; }

    public required long Restarts { get; init; }

    public required long Replays { get; init; }

    /// <summary>Replays that did not bring back all that was missing.</summary>
    public required long FailedReplays { get; init; }

    /// <summary>Stored blocks whose parent is unknown and which wait for it.</summary>
    public required long ParkedBlocks { get; init; }

    /// <summary>Stored blocks whose parent never came.</summary>
    public required long DroppedOrphans { get; init; }

    /// <summary>Removals of blocks that were not known.</summary>
    public required long UnknownRemovals { get; init; }

    /// <summary>Events that could not be used, by cause; only causes that occurred.</summary>
    public required ImmutableSortedDictionary<KvEventFault, long> Rejected { get; init; }

    /// <summary>Answers in a row whose cached tokens agreed with, or contradicted, the index; one of them is 0.</summary>
    public required int Confirmations { get; init; }

    public required int Contradictions { get; init; }

    /// <summary>Tokens per block of the engine, as its last store said; null before one.</summary>
    public required int? EngineBlockSize { get; init; }

    /// <summary>Time since the last batch; null before the first.</summary>
    public required TimeSpan? Quiet { get; init; }

    /// <summary>An operator shut the feed out: events are counted and not applied.</summary>
    public required bool Quarantined { get; init; }
}
