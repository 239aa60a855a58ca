using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A feed of KV events as of now, or a worker that has none.</summary>
public sealed record IngestRow
{
    public required WorkerId Worker { get; init; }

    public required bool Simulated { get; init; }

    public required KvTrustState Trust { get; init; }

    /// <summary>Counters; null for a worker that nothing has been heard of and nothing is subscribed for.</summary>
    public required KvFeedView? Feed { get; init; }

    /// <summary>The socket; null when the events come over HTTP.</summary>
    public required KvTransportView? Transport { get; init; }

    /// <summary>Events over the last ten seconds; null before two samples.</summary>
    public required double? EventsPerSecond { get; init; }

    /// <summary>Blocks stored and removed over the last ten seconds; null before two samples.</summary>
    public required double? BlocksPerSecond { get; init; }

    /// <summary>Blocks removed, as a rate per minute over the last ten seconds; null before two samples.</summary>
    public double? RemovedPerMinute { get; init; }

    /// <summary>Bytes that the feed takes, estimated: its own tables, and its part of the index by blocks held. Null without a feed.</summary>
    public required long? MemoryBytes { get; init; }

    public int Rank => Feed?.Rank ?? 0;

    /// <summary>Name in addresses of pages: worker and rank.</summary>
    public string Key => FormattableString.Invariant($"{Worker}/{Rank}");

    /// <summary>Events that could not be used, and messages that were no batches; null where nothing could have come.</summary>
    public long? DecodeErrors => Feed is null && Transport is null ? null : (Feed?.Rejected.Values.Sum() ?? 0) + (Transport?.Malformed ?? 0);

    /// <summary>Stored blocks whose parent is unknown: those that wait for it, and those it never came for.</summary>
    public long? Orphans => Feed is { } feed ? feed.ParkedBlocks + feed.DroppedOrphans : null;

    /// <summary>Whether a feed is there, or should be.</summary>
    public bool Expected => Trust.Trust != KvTrust.NotReporting;
}
