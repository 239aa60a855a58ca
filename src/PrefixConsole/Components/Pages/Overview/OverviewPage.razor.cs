using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Overview;

/// <summary>Is the fleet well, and does routing pay?</summary>
public sealed partial class OverviewPage
{
    private const string NoTraffic = "no traffic in the last minute";

    private ImmutableArray<WorkerView> _workers = [];
    private ImmutableArray<FleetSample> _series = [];
    private OverviewView _view = null!;
    private DateTimeOffset[] _times = [];
    private ChartSeries[] _ttft = [];
    private ChartSeries[] _hits = [];
    private ChartSeries[] _rates = [];
    private ChartMark[] _marks = [];

    [Inject]
    public required FleetMonitor Fleet { get; set; }

    [Inject]
    public required StrategyStore Strategies { get; set; }

    [Inject]
    public required AppAddresses Addresses { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private string Model => _workers.SelectMany(w => w.Models).FirstOrDefault() ?? "your-model";

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Fleet.Subscribe);
    }

    protected override void Read()
    {
        _view = Fleet.Overview();
        _workers = Fleet.Workers();
        _series = _view.Series;
        _times = [.. _series.Select(s => s.At)];
        _ttft =
        [
            new ChartSeries("p50", LineColor.Blue, [.. _series.Select(s => s.TtftP50)]),
            new ChartSeries("p95", LineColor.Orange, [.. _series.Select(s => s.TtftP95)], Dashed: true),
        ];
        _hits =
        [
            new ChartSeries("predicted", LineColor.Blue, Smoothing.Mean([.. _series.Select(s => s.PredictedHitRate * 100)], 10)),
            new ChartSeries("reported", LineColor.Green, Smoothing.Mean([.. _series.Select(s => s.ReportedHitRate * 100)], 10), Dashed: true),
        ];
        _rates =
        [
            new ChartSeries("finished", LineColor.Blue, [.. _series.Select(s => (double?)s.Requests)]),
            new ChartSeries("failed", LineColor.Red, [.. _series.Select(s => (double?)s.Errors)], Dashed: true),
        ];
        _marks = [.. Strategies.History.Select(r => new ChartMark(r.At, $"rev {r.Number}"))];
    }
}
