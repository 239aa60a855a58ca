using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

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
    private IReadOnlyList<DecisionEntry> _decisions = [];
    private int _decisionsKept;
    private DateTimeOffset[] _times = [];
    private ChartSeries[] _cache = [];
    private ChartSeries[] _load = [];
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

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Which prefixes to list: those that differ, and how; all when empty.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    private string Api => $"/api/workers/{Uri.EscapeDataString(Id)}";

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
        // Samples come once a second; requests in flight and decisions change between them.
        Follow(Log.Subscribe);
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
        _events = Monitor.Events(id);
        _breaker = Monitor.BreakerEvents(id);
        _marks = StrategyMarks.Of(Strategies);
        var series = Monitor.Series(id);
        _times = [.. series.Select(s => s.At)];
        _cache =
        [
            new ChartSeries("predicted cache", LineColor.Blue, [.. series.Select(s => CacheFill.At(_worker, s) * 100)]),
            new ChartSeries("KV in use", LineColor.Orange, [.. series.Select(s => s.KvUsage * 100)], Dashed: true),
        ];
        _load =
        [
            new ChartSeries("in flight", LineColor.Blue, [.. series.Select(s => (double?)s.InFlight)]),
            new ChartSeries("queue", LineColor.Orange, [.. series.Select(s => (double?)s.Waiting)], Dashed: true),
        ];
        ReadDecisions();
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

    private static string Join(string hint, string? more) => more is null ? hint : $"{hint}. {more}";
}
