using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;

namespace PrefixConsole.Components.Pages.Ingest;

/// <summary>All that is known of one feed.</summary>
public sealed partial class IngestDetail
{
    private const string None = "nothing reported";

    private DateTimeOffset[] _times = [];
    private ChartSeries[] _events = [];
    private ChartSeries[] _lag = [];
    private ImmutableArray<RejectedRow> _rejected = [];

    [Inject]
    public required IngestMonitor Ingest { get; set; }

    [Inject]
    public required AppAddresses Addresses { get; set; }

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Parameter, EditorRequired]
    public required IngestRow Row { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string Calls
    {
        get
        {
            var path = $"/ingest/{Uri.EscapeDataString(Row.Worker.Value)}";
            var shut = Row.Feed?.Quarantined == true;
            return $"""
                {CurlSnippet.Get(Navigation.BaseUri, "/api/ingest")}
                # starts over, by replay where there is one
                {CurlSnippet.Send("POST", Navigation.BaseUri, $"{path}/resync?rank={Row.Rank}")}
                # {(shut ? "lets it in again" : "shuts it out")}
                {CurlSnippet.Send("POST", Navigation.BaseUri, path + "/quarantine", new Dictionary<string, object?> { ["on"] = !shut, ["rank"] = Row.Rank })}
                """;
        }
    }

    private IEnumerable<(string Name, string Value, string Why)> Counters
    {
        get
        {
            var f = Row.Feed;
            return
            [
                ("Batches", Figures.Count(f?.Batches), None),
                ("Events", Figures.Count(f?.Events), None),
                ("Blocks stored", Figures.Count(f?.StoredBlocks), None),
                ("Blocks removed", Figures.Count(f?.RemovedBlocks), None),
                ("Blocks held", Figures.Count(f?.HeldBlocks), None),
                ("Memory, estimated", Figures.Bytes(Row.MemoryBytes), None),
                ("Below GPU memory", Figures.Count(f?.LowerTierBlocks), None),
                ("Gaps", Figures.Count(f?.Gaps), None),
                ("Missed batches", Figures.Count(f?.MissedBatches), None),
                ("Duplicates", Figures.Count(f?.Duplicates), None),
                ("Restarts", Figures.Count(f?.Restarts), None),
                ("Replays", Figures.Count(f?.Replays), None),
                ("Failed replays", Figures.Count(f?.FailedReplays), None),
                ("Waiting orphans", Figures.Count(f?.ParkedBlocks), None),
                ("Dropped orphans", Figures.Count(f?.DroppedOrphans), None),
                ("Unknown removals", Figures.Count(f?.UnknownRemovals), None),
                ("Answers confirming", Figures.Count(f?.Confirmations), None),
                ("Answers contradicting", Figures.Count(f?.Contradictions), None),
                ("Engine block", f?.EngineBlockSize is { } size ? $"{Figures.Count(size)} tok" : Figures.Missing, "no store yet"),
                ("Sequence", Figures.Count(f?.Sequence), "no batch with a number yet"),
                ("Last batch", f?.Quiet is { } quiet ? Figures.Age(quiet) : Figures.Missing, "no batch yet"),
            ];
        }
    }

    protected override void OnParametersSet()
    {
        var series = Ingest.Series(Row.Worker, Row.Rank);
        _rejected = Ingest.Rejected(Row.Worker, Row.Rank);
        _times = [.. series.Select(s => s.At)];
        _events = [new ChartSeries("events", LineColor.Blue, [.. series.Select(s => s.EventsPerSecond)])];
        _lag = [new ChartSeries("lag", LineColor.Orange, [.. series.Select(s => s.Lag?.TotalMilliseconds)])];
    }
}
