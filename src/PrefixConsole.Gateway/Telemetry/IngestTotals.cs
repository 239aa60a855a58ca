using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Sums over all feeds of KV events.</summary>
public sealed record IngestTotals
{
    /// <summary>Feeds that are there or should be.</summary>
    public required int Feeds { get; init; }

    public required int Trusted { get; init; }

    public required int CatchingUp { get; init; }

    /// <summary>Untrusted or silent.</summary>
    public required int Unusable { get; init; }

    /// <summary>Workers that report nothing and are not expected to.</summary>
    public required int NotReporting { get; init; }

    /// <summary>Null before anything was measured.</summary>
    public required double? EventsPerSecond { get; init; }

    public required double? BlocksPerSecond { get; init; }

    /// <summary>Greatest lag of a subscription; null without one.</summary>
    public required TimeSpan? MaxLag { get; init; }

    public required long HeldBlocks { get; init; }

    /// <summary>Bytes that the index and the tables of all feeds take, estimated; room for more blocks included.</summary>
    public required long MemoryBytes { get; init; }

    public required long DecodeErrors { get; init; }

    public required long Orphans { get; init; }

    internal static IngestTotals Of(ImmutableArray<IngestRow> rows, long indexBytes) => new()
    {
        Feeds = rows.Count(r => r.Expected),
        Trusted = rows.Count(r => r.Trust.Trust == KvTrust.Trusted),
        CatchingUp = rows.Count(r => r.Trust.Trust == KvTrust.CatchingUp),
        Unusable = rows.Count(r => r.Trust.Trust is KvTrust.Untrusted or KvTrust.Silent),
        NotReporting = rows.Count(r => !r.Expected),
        EventsPerSecond = Sum(rows, r => r.EventsPerSecond),
        BlocksPerSecond = Sum(rows, r => r.BlocksPerSecond),
        MaxLag = rows.Max(r => r.Transport?.Lag),
        HeldBlocks = rows.Sum(r => r.Feed?.HeldBlocks ?? 0),
        MemoryBytes = indexBytes + rows.Sum(r => r.Feed?.MemoryBytes ?? 0),
        DecodeErrors = rows.Sum(r => r.DecodeErrors ?? 0),
        Orphans = rows.Sum(r => r.Orphans ?? 0),
    };

    private static double? Sum(ImmutableArray<IngestRow> rows, Func<IngestRow, double?> value) =>
        rows.Any(r => value(r) is not null) ? rows.Sum(r => value(r) ?? 0) : null;
}
