using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Alerts;
using PrefixConsole.Api;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Operations;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Components.Pages.Overview;

/// <summary>Is the fleet well, and does routing pay?</summary>
public sealed partial class OverviewPage
{
    private const string NoTraffic = "no traffic in the last minute";

    private ImmutableArray<WorkerView> _workers = [];
    private OverviewView _view = null!;
    private FleetCharts _live = FleetCharts.Of([], []);
    private FleetCharts? _past;
    private ReuseSums _pastReuse = ReuseSums.Of([]);
    private ChartMark[] _marks = [];
    private LoadBar[] _bars = [];
    private string? _read;
    private DateTimeOffset _readAt;
    private (DateTimeOffset From, DateTimeOffset To) _span;
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<AlertView> _alerts = [];
    private ChangeEffect? _effect;
    private int _effectOf;
    private DateTimeOffset _effectAt;

    [Inject]
    public required FleetMonitor Fleet { get; set; }

    [Inject]
    public required StrategyStore Strategies { get; set; }

    [Inject]
    public required AppAddresses Addresses { get; set; }

    [Inject]
    public required FleetHistory History { get; set; }

    [Inject]
    public required AlertMonitor Alerts { get; set; }

    [Inject]
    public required ChangeEffects Effects { get; set; }

    [Inject]
    public required IOptions<GatewayOptions> Options { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private string Link(string href) => Navigation.KeepRange(href, Time);

    private FleetCharts Shown => _past ?? _live;

    private string RangeTitle => _past is null ? "five minutes" : TimeRange.Find(Range) is { IsLive: false } range ? range.Title : $"{From} to {(string.IsNullOrEmpty(To) ? "now" : To)}";

    private string Coverage => $"{TrustCoverage.Of(_workers)} {(_past is null ? "One sample a second." : $"{Figures.Count(Shown.Times.Length)} points of 10 s samples.")}";

    private string ApiPath => _past is null ? "/api/overview" : SamplesApi.PathOf(_span.From, _span.To);

    private TimeSpan Limit => Options.Value.TtftLimit;

    /// <summary>Null when nobody reports a queue that counts.</summary>
    private long? Waiting => _workers.Where(w => !w.MetricsStale && w.Waiting is not null).ToArray() is { Length: > 0 } known ? known.Sum(w => (long)w.Waiting!.Value) : null;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Fleet.Subscribe);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            // What is being read is for nobody any more.
            _gone.Cancel();
            _gone.Dispose();
        }
    }

    private static bool IsUntrusted(WorkerView worker) => worker.Trust is KvTrust.Untrusted or KvTrust.Silent;

    private static string CardClass(WorkerView worker)
    {
        var temperature = worker.Temperature.Level is Temperature.Hot or Temperature.Cold ? " " + TemperatureChip.WordOf(worker.Temperature.Level) : "";
        return worker.Status.ToString().ToLowerInvariant() + temperature + (IsUntrusted(worker) ? " untrusted" : "");
    }

    protected override void Read()
    {
        _view = Fleet.Overview();
        _workers = Fleet.Workers();
        _live = FleetCharts.Of(_view.Series, Fleet.Latencies());
        _marks = StrategyMarks.Of(Strategies);
        _bars = [.. _workers.OrderByDescending(w => w.RequestsPerSecond).ThenBy(w => w.Id.Value, StringComparer.Ordinal).Select(w => new LoadBar(w.Id.Value, w.RequestsPerSecond, WorkerColors.Of(w.Id.Value, Session.IsDark)))];
        _alerts = [.. Alerts.Read().Where(a => a.Loud)];
        ReadPast();
        ReadEffect();
    }

    /// <summary>What the last change did is read when there is a new one, and again every ten seconds.</summary>
    private void ReadEffect()
    {
        var now = Time.GetUtcNow();
        var current = Strategies.Current;
        if (current.Number != _effectOf)
        {
            _effect = null;
        }
        else if (now - _effectAt < TimeSpan.FromSeconds(SampleRecorder.Seconds))
        {
            return;
        }

        (_effectOf, _effectAt) = (current.Number, now);
        if (Strategies.History.FirstOrDefault(r => r.Number < current.Number) is { } before)
        {
            _ = ReadEffectAsync(before, current);
        }
    }

    private async Task ReadEffectAsync(StrategyRevision before, StrategyRevision current)
    {
        try
        {
            var effect = await Effects.OfAsync(before, current, null, _gone.Token);
            await InvokeAsync(() =>
            {
                if (_effectOf == current.Number)
                {
                    _effect = effect;
                    StateHasChanged();
                }
            });
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
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
        try
        {
            var (rows, problem) = await History.ReadAsync(from, to, _gone.Token);
            var reuse = ReuseSums.Of(rows);
            await InvokeAsync(() =>
            {
                if (_read == key)
                {
                    _span = (from, to);
                    (_past, _pastReuse) = (FleetCharts.Of(rows, to, to - from, problem), reuse);
                    StateHasChanged();
                }
            });
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
    }
}
