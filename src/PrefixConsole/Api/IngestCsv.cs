using System.Globalization;
using System.Text;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>The feeds of KV events as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class IngestCsv
{
    private static readonly string[] s_header =
    [
        "worker", "rank", "trust", "trustCause", "trustSince", "quarantined", "eventsPerSecond", "blocksPerSecond", "lagMs", "sequence", "epoch",
        "batches", "events", "storedBlocks", "removedBlocks", "heldBlocks", "lowerTierBlocks", "gaps", "missedBatches", "duplicates", "restarts",
        "replays", "failedReplays", "parkedBlocks", "droppedOrphans", "unknownRemovals", "rejected", "malformed", "overflowed", "reconnects",
        "connected", "endpoint", "replayEndpoint", "memoryBytes",
    ];

    public static string Write(IEnumerable<IngestFeedDto> feeds)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var f in feeds)
        {
            var socket = f.Transport;
            DecisionCsv.AppendRow(
                text,
                [
                    f.Worker, f.Rank, f.Trust, f.TrustCause, f.TrustSince.ToString("O", CultureInfo.InvariantCulture), f.Quarantined, f.EventsPerSecond,
                    f.BlocksPerSecond, socket?.LagMs, f.Sequence, f.Epoch, f.Batches, f.Events, f.StoredBlocks, f.RemovedBlocks, f.HeldBlocks,
                    f.LowerTierBlocks, f.Gaps, f.MissedBatches, f.Duplicates, f.Restarts, f.Replays, f.FailedReplays, f.ParkedBlocks, f.DroppedOrphans,
                    f.UnknownRemovals, string.Join(' ', f.Rejected.Select(r => FormattableString.Invariant($"{r.Key}={r.Value}"))), socket?.Malformed,
                    socket?.Overflowed, socket?.Reconnects, socket?.Connected, socket?.Endpoint, socket?.ReplayEndpoint, f.MemoryBytes,
                ]);
        }

        return text.ToString();
    }
}
