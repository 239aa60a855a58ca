using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Components.Pages.Overview;

/// <summary>Is the fleet well, and does routing pay?</summary>
public sealed partial class OverviewPage
{
    private const string NoTraffic = "no traffic in the last minute";

    private ImmutableArray<WorkerView> _workers = [];
    private OverviewView _view = null!;
    private FleetCharts _live = FleetCharts.Of([]);
    private FleetCharts? _past;
    private ChartMark[] _marks = [];
    private (DateTimeOffset End, IReadOnlyList<int> Counts)[] _firstTokens = [];
    private (DateTimeOffset End, IReadOnlyList<int> Counts)[] _gaps = [];
    private LoadBar[] _bars = [];
    private string? _read;
    private DateTimeOffset _readAt;

    [Inject]
    public required FleetMonitor Fleet { get; set; }

    [Inject]
    public required StrategyStore Strategies { get; set; }

    [Inject]
    public required AppAddresses Addresses { get; set; }

    [Inject]
    public required FleetHistory History { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private FleetCharts Shown => _past ?? _live;

    private string RangeTitle => _past is null ? "five minutes" : TimeRange.Find(Range) is { IsLive: false } range ? range.Title : $"{From} to {(string.IsNullOrEmpty(To) ? "now" : To)}";

    private string Coverage => $"{TrustCoverage.Of(_workers)} {(_past is null ? "One sample a second." : $"{Figures.Count(Shown.Times.Length)} points of 10 s samples.")}";

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
        _live = FleetCharts.Of(_view.Series);
        _marks = [.. Strategies.History.Select(r => new ChartMark(r.At, $"rev {r.Number}"))];
        var spread = Fleet.Latencies();
        _firstTokens = [.. spread.Select(c => (c.End, (IReadOnlyList<int>)c.FirstToken))];
        _gaps = [.. spread.Select(c => (c.End, (IReadOnlyList<int>)c.InterToken))];
        _bars = [.. _workers.OrderByDescending(w => w.RequestsPerSecond).ThenBy(w => w.Id.Value, StringComparer.Ordinal).Select(w => new LoadBar(w.Id.Value, w.RequestsPerSecond, WorkerColors.Of(w.Id.Value, Session.IsDark)))];
        ReadPast();
    }

    /// <summary>Samples of a longer time are read when it is asked for, and again every ten seconds.</summary>
    private void ReadPast()
    {
        var now = Time.GetUtcNow();
        if (TimeRange.Read(Range, From, To, now) is not { } span)
        {
            (_past, _read) = (null, null);
            return;
        }

        var key = $"{Range}|{From}|{To}";
        if (key != _read || now - _readAt >= TimeSpan.FromSeconds(SampleRecorder.Seconds))
        {
            (_read, _readAt) = (key, now);
            _ = ReadPastAsync(span.From, span.To, key);
        }
    }

    private async Task ReadPastAsync(DateTimeOffset from, DateTimeOffset to, string key)
    {
        var (rows, problem) = await History.ReadAsync(from, to, CancellationToken.None);
        await InvokeAsync(() =>
        {
            if (_read == key)
            {
                _past = FleetCharts.Of(rows, to - from, problem);
                StateHasChanged();
            }
        });
    }
}
