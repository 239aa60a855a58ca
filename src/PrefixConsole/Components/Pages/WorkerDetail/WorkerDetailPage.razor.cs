using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Components.Pages.WorkerDetail;

/// <summary>One worker: state, load, and the prefixes it holds.</summary>
public sealed partial class WorkerDetailPage
{
    private const int DecisionsShown = 20;
    private const int WorkerEventLimit = FleetMonitor.EventsKept;

    // What the API has of what the page shows, beside the worker itself.
    private static readonly (string Path, string Title)[] s_more =
    [
        ("breaker", "breaker"),
        ("probes", "health checks"),
        ("events", "events"),
        ("prefixes/differences", "prefix differences"),
    ];

    private WorkerView? _worker;
    private List<DecisionEntry> _decisions = [];
    private int _decisionsKept;
    private readonly NewestRead _reading = new();
    private readonly StoredTime _asked = new();
    private WorkerCharts? _live;
    private WorkerPast? _past;
    private (DateTimeOffset From, DateTimeOffset To)? _time;
    private ChartMark[] _marks = [];
    private ImmutableArray<WorkerEvent> _events = [];
    private ImmutableArray<BreakerEvent> _breaker = [];
    private WorkerId[] _draining = [];
    private WorkerConfig? _config;
    private ImmutableArray<ProbeResult> _probes = [];
    private IReadOnlyList<LostDecision> _lost = [];
    private bool _removing;
    private bool _resetting;
    private bool _pinning;
    private string _of = "";

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required WorkerInsights Insights { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required ProbeLog Probes { get; set; }

    [Inject]
    public required FleetBook Book { get; set; }

    [Inject]
    public required DecisionLog Log { get; set; }

    [Inject]
    public required StrategyStore Strategies { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required FleetHistory History { get; set; }

    [Inject]
    public required DecisionArchive Archive { get; set; }

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Which prefixes to list: those that differ, and how; all when empty.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    private string Api => $"/api/workers/{Uri.EscapeDataString(Id)}";

    private WorkerCharts? Shown => _time is null ? _live : _past?.Charts;

    /// <summary>The same time, for links to pages and for the API.</summary>
    private string TimeQuery => _time is { } time ? $"from={TimeRange.Write(time.From)}&to={TimeRange.Write(time.To)}" : "";

    private string SeriesPath => _time is null ? $"{Api}/series" : $"{Api}/samples?{TimeQuery}";

    private string TimeTitle => _time is { } time ? $"{Figures.DateAndTime(time.From)} to {Figures.DateAndTime(time.To)}" : "five minutes";

    private string Coverage => _time is null
        ? "Decisions: the last kept in memory. Charts: five minutes, a sample a second."
        : $"Charts: {(_past is { } past ? Figures.Count(past.Kept) : Figures.Missing)} stored samples{(_past is { Kept: > 1 } known ? $", one in {known.Charts.Step} s" : "")}; a sample of the fleet keeps at most {WorkerSample.MostInSample} workers, a larger fleet takes turns. Decisions: a stored sample of them. Events and breaker: since this start.";

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
        // Samples come once a second; requests in flight and decisions change between them.
        Follow(Log.Subscribe);
    }

    protected override void OnParametersSet()
    {
        if (_of != Id)
        {
            // A link to another worker keeps the page: what was begun for the last one must not be done to this one.
            (_of, _draining, _removing, _resetting, _pinning) = (Id, [], false, false, false);
        }

        base.OnParametersSet();
    }

    protected override void Read()
    {
        var id = new WorkerId(Id);
        _worker = Monitor.Find(id);
        if (_worker is null)
        {
            return;
        }

        _worker = _worker with { Insight = Insights.Find(id) };
        if (Registry.Find(id) is { } registered)
        {
            _config = registered.Config;
            _probes = Probes.Of(registered);
        }

        _lost = LostDecision.Of(id, Log);
        _marks = StrategyMarks.Of(Strategies);
        ReadTime();
        _events = [.. Monitor.Events(id).Where(e => IsShown(e.At))];
        _breaker = [.. Monitor.BreakerEvents(id).Where(e => IsShown(e.At))];
        if (_time is null)
        {
            _live = WorkerCharts.Of(_worker, Monitor.Series(id));
            ReadDecisions();
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _reading.Dispose();
        }
    }

    private bool IsShown(DateTimeOffset at) => _time is not { } time || (at >= time.From && (at < time.To || TimeRange.EndsNow(Range, To)));

    /// <summary>What is stored of a time is read when it is asked for, and again when there can be another point of the charts.</summary>
    private void ReadTime()
    {
        var (isOther, isDue, span) = _asked.Ask(Range, From, To, Time.GetUtcNow(), NextPoint, Id);
        if (isOther)
        {
            // Better nothing than what belongs to another time.
            (_past, _time) = (null, span);
        }

        if (isDue && _reading.Begin() is var reading && span is { } time)
        {
            _ = ReadPastAsync(time, reading);
        }
    }

    private static TimeSpan NextPoint(TimeSpan length) => TimeSpan.FromSeconds(Math.Max(SampleRecorder.Seconds, length.TotalSeconds / WorkerCharts.Points));

    private async Task ReadPastAsync((DateTimeOffset From, DateTimeOffset To) time, CancellationToken reading)
    {
        try
        {
            var past = await WorkerPast.ReadAsync(History, Archive, Id, time, DecisionsShown, reading);
            await InvokeAsync(() =>
            {
                if (!reading.IsCancellationRequested)
                {
                    (_time, _past) = (time, past);
                    StateHasChanged();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // Something else was asked for, or the page was left.
        }
    }

    private void ReadDecisions()
    {
        var filter = new DecisionFilter { Worker = Id };
        var shown = new List<DecisionEntry>(DecisionsShown);
        _decisionsKept = 0;
        foreach (var entry in Log.Newest().Where(filter.Matches))
        {
            _decisionsKept++;
            if (shown.Count < DecisionsShown)
            {
                shown.Add(entry);
            }
        }

        _decisions = shown;
    }

    private IReadOnlyList<DecisionEntry> Decisions => _time is null ? _decisions : _past?.Decisions ?? [];

    private string DecisionsTitle => _past is { } past && _time is not null
        ? $"{(past.More ? $"the newest {Figures.Count(past.Decisions.Count)} of those" : "those")} stored of this time, a sample"
        : _time is null && _decisionsKept > _decisions.Count ? $"showing {Figures.Count(_decisions.Count)} of {Figures.Count(_decisionsKept)} kept" : "";

    private static string Join(string hint, string? more) => more is null ? hint : $"{hint}. {more}";
}
