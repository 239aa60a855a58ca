using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Ingest;

internal static class IngestColumns
{
    public static IReadOnlyList<SortColumn<IngestRow>> All { get; } =
    [
        new("worker", "Feed", "Worker and data-parallel rank", false, r => r.Key),
        new("trust", "Trust", "Hover a state for its cause", false, r => r.Trust.Trust),
        new("events", "Events/s", "Events over the last ten seconds", true, r => r.EventsPerSecond),
        new("blocks", "Blocks/s", "Blocks stored and removed over the last ten seconds", true, r => r.BlocksPerSecond),
        new("held", "Held", "Blocks the worker holds, as it reported", true, r => r.Feed?.HeldBlocks),
        new("lag", "Lag", "How long the last batch waited before it was applied", true, r => r.Transport?.Lag),
        new("sequence", "Seq.", "Number of the last batch", true, r => r.Feed?.Sequence),
        new("epoch", "Epoch", "Life of the engine: one more for every restart", true, r => r.Feed?.Epoch),
        new("gaps", "Gaps", "Times that batches were missing", true, r => r.Feed?.Gaps),
        new("missed", "Missed", "Batches that were missing, replayed or not", true, r => r.Feed?.MissedBatches),
        new("replays", "Replays", "Replays asked for", true, r => r.Feed?.Replays),
        new("orphans", "Orphans", "Stored blocks whose parent is unknown: waiting for it, or dropped", true, r => r.Orphans),
        new("errors", "Errors", "Events that could not be decoded; hover a number for the causes", true, r => r.DecodeErrors),
        new("memory", "Memory", "Estimate of what is kept for the feed: its own tables, and its part of the index by blocks held", true, r => r.MemoryBytes),
    ];
}
