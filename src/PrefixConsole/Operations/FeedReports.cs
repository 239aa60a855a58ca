using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of feeds of KV events.</summary>
internal static class FeedReports
{
    public static string Target(string worker, int? rank) => rank is { } only ? $"{worker}/{only}" : worker;

    /// <summary>How far feeds are trusted, and what is known by them.</summary>
    /// <param name="monitor">Of all feeds.</param>
    /// <param name="worker">Whose.</param>
    /// <param name="rank">Data-parallel rank; null for all of the worker.</param>
    public static Func<object?> StateOf(IngestMonitor monitor, WorkerId worker, int? rank) => () => monitor.Read().Rows
        .Where(r => r.Worker == worker && (rank is null || r.Rank == rank))
        .Select(r => r.Feed)
        .OfType<KvFeedView>()
        .Select(f => new { f.Rank, f.Quarantined, f.Trust.Trust, f.Trust.Cause, f.Sequence, f.HeldBlocks })
        .ToArray();

    public static string Quarantine(bool on) => on ? "feed.quarantine" : "feed.let-in";
}
