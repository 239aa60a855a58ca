using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class FleetMonitorTests : IDisposable
{
    private static readonly WorkerId s_w1 = new("w1");

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly DecisionLog _log = new(1000);
    private readonly FleetMonitor _monitor;
    private int _requests;

    public FleetMonitorTests()
    {
        _registry = new WorkerRegistry(_time);
        _monitor = new FleetMonitor(_registry, new ApproximatePrefixTree(_time, 1000), new ReportedCaches(new ReportedPrefixIndex(), 16, _time), _log, _time, new GatewayOptions());
        Add("w1");
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Overview_WithoutTraffic_HasNullsAndNotZeros()
    {
        var overview = _monitor.Overview();
        Assert.Equal(0, overview.RequestsPerSecond);
        Assert.Null(overview.ErrorRate);
        Assert.Null(overview.TtftP50);
        Assert.Null(overview.ItlP50);
        Assert.Null(overview.DeliveredTokens);
        Assert.Empty(overview.Series);
        var worker = Assert.Single(_monitor.Workers());
        Assert.Null(worker.PredictedHitRate);
        Assert.Null(worker.ReportedHitRate);
        Assert.Null(worker.MetricsAge);
    }

    [Fact]
    public void Pinned_TellsOfItsWorker_AndNotOfTheFleet()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        End(Decisions.Served(ttftMs: 10));

        _log.Complete(_log.Record(Decisions.Decide("test", pinned: true)), Decisions.Served(ttftMs: 900, error: "worker_error"));

        Assert.Equal((0.1, 0.0, TimeSpan.FromMilliseconds(10)), (_monitor.Overview().RequestsPerSecond, _monitor.Overview().ErrorRate, _monitor.Overview().TtftP99));
        Assert.Equal(1, Assert.Single(_monitor.Workers()).RecentErrors);
    }

    [Fact]
    public void Overview_AfterRequests_HasRatesQuantilesAndTheFunnel()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 1; i <= 100; i++)
        {
            End(Decisions.Served(ttftMs: i, itlMs: i * 2), winnerBlocks: 2, bestBlocks: 5);
        }

        var overview = _monitor.Overview();
        Assert.Equal(10, overview.RequestsPerSecond);
        Assert.Equal(0, overview.ErrorRate);
        Assert.Equal(TimeSpan.FromMilliseconds(50), overview.TtftP50);
        Assert.Equal(TimeSpan.FromMilliseconds(95), overview.TtftP95);
        Assert.Equal(TimeSpan.FromMilliseconds(99), overview.TtftP99);
        Assert.Equal(TimeSpan.FromMilliseconds(100), overview.ItlP50);
        Assert.Equal(100_000, overview.PromptTokens);
        Assert.Equal(50_000, overview.AvailableTokens);
        Assert.Equal(20_000, overview.CapturedTokens);
        Assert.Null(overview.DeliveredTokens);
    }

    [Fact]
    public void Overview_SomeEnginesReport_DeliveredCountsAgainstTheirPromptsOnly()
    {
        End(Decisions.Served(cached: 0, promptTokens: 500));
        End(Decisions.Served(cached: 300, promptTokens: 1200));
        End(Decisions.Served());
        var overview = _monitor.Overview();
        Assert.Equal(300, overview.DeliveredTokens);
        Assert.Equal(1700, overview.ReportingPromptTokens);
        Assert.Equal(3000, overview.PromptTokens);
        Assert.Equal(300.0 / 1700, _monitor.Find(s_w1)!.ReportedHitRate);
    }

    [Fact]
    public void Overview_RefusedRequests_AreErrorsAndNoCacheMisses()
    {
        End(Decisions.Served(), winnerBlocks: 10, bestBlocks: 10);
        _log.Complete(_log.Record(Decisions.Decide("refused", winner: null)), Decisions.Refused());
        var overview = _monitor.Overview();
        Assert.Equal(0.5, overview.ErrorRate);
        Assert.Equal(1000, overview.PromptTokens);
        Assert.Equal(1000, overview.CapturedTokens);
        Assert.Equal(0, _monitor.Find(s_w1)!.RecentErrors);
    }

    [Fact]
    public void Sample_CountsByModel_WhatIsNotServedAsOther()
    {
        Assert.NotNull(_registry.Add(new WorkerConfig { Id = new WorkerId("w2"), Address = new Uri("http://10.0.0.2"), Models = ["m", "n"] }));
        EndOf("m", Decisions.Served());
        EndOf("m", Decisions.Served(error: "worker_unreachable"));
        EndOf("n", Decisions.Served());
        EndOf("made up", Decisions.Refused());
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();

        var series = _monitor.Overview().Series;
        Assert.Equal([("m", 2), ("n", 1), (ModelNames.Other, 1)], series[0].Facts.Models!.Value.Select(m => (m.Model, m.Requests)));
        Assert.Equal(1, series[0].Facts.Models!.Value[0].Failures);
        Assert.Equal((2, 0), (series[0].Facts.Good, series[1].Facts.Good));
        Assert.Empty(series[1].Facts.Models!.Value);
    }

    [Fact]
    public void Workers_OutcomesOfTwo_AreKeptApart()
    {
        Add("w2");
        End(Decisions.Served("w1", ttftMs: 10), winnerBlocks: 10);
        End(Decisions.Served("w2", ttftMs: 500, error: "worker_unreachable"), winner: "w2");
        var views = _monitor.Workers();
        Assert.Equal(["w1", "w2"], views.Select(v => v.Id.Value));
        Assert.Equal([TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(500)], views.Select(v => v.TtftP50!.Value));
        Assert.Equal([0, 1], views.Select(v => v.RecentErrors));
        Assert.Equal([1.0, 0.0], views.Select(v => v.PredictedHitRate!.Value));
    }

    [Fact]
    public void Sample_EverySecond_KeepsFiveMinutes()
    {
        for (var i = 0; i < 310; i++)
        {
            End(Decisions.Served(ttftMs: i));
            _time.Advance(TimeSpan.FromSeconds(1));
            _monitor.Sample();
            _monitor.Sample();
        }

        var fleet = _monitor.Overview().Series;
        Assert.Equal(FleetMonitor.SecondsKept, fleet.Length);
        Assert.All(fleet, s => Assert.Equal(1, s.Requests));
        Assert.Equal(309, fleet[^1].TtftP50);
        Assert.Equal(10, fleet[0].TtftP50);
        Assert.Equal(TimeSpan.FromSeconds(299), fleet[^1].At - fleet[0].At);
        Assert.Equal(FleetMonitor.SecondsKept, _monitor.Series(s_w1).Length);
        Assert.Empty(_monitor.Series(new WorkerId("nobody")));
    }

    [Fact]
    public void Sample_AfterAPause_FillsTheSecondsMissed()
    {
        End(Decisions.Served());
        _registry.Find(s_w1)!.Load.Acquire(10, 10);
        _time.Advance(TimeSpan.FromSeconds(3));
        _monitor.Sample();
        Assert.Equal([1, 0, 0], _monitor.Overview().Series.Select(s => s.Requests));
        Assert.Equal([0, 0, 1], _monitor.Series(s_w1).Select(s => s.Requests));
        Assert.All(_monitor.Series(s_w1), s => Assert.Equal(1, s.InFlight));
        _time.Advance(TimeSpan.FromDays(1));
        _monitor.Sample();
        Assert.Equal(FleetMonitor.SecondsKept, _monitor.Overview().Series.Length);
    }

    [Fact]
    public void Sample_MetricsTooOld_AreAGapAndNotAZero()
    {
        var worker = _registry.Find(s_w1)!;
        worker.SetMetrics(new WorkerMetrics(3, 1, 0.5, 100, 16, null, null, _time.GetTimestamp()));
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
        _time.Advance(TimeSpan.FromSeconds(10));
        _monitor.Sample();
        var series = _monitor.Series(s_w1);
        Assert.Equal(0.5, series[0].KvUsage);
        Assert.Equal(3, series[0].Waiting);
        Assert.Null(series[^1].KvUsage);
        Assert.Null(series[^1].Waiting);
        Assert.Equal(TimeSpan.FromSeconds(11), _monitor.Find(s_w1)!.MetricsAge);
    }

    [Fact]
    public void Remove_ThenAddAgain_StartsAfresh()
    {
        End(Decisions.Served(ttftMs: 5));
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
        _registry.Remove(s_w1);
        Assert.Empty(_monitor.Workers());
        Assert.Empty(_monitor.Series(s_w1));
        End(Decisions.Served());
        Add("w1");
        Assert.Empty(_monitor.Series(s_w1));
        Assert.Null(_monitor.Find(s_w1)!.TtftP50);
    }

    [Fact]
    public void Subscribe_SignalsSamplesAndFleetChanges_UntilDisposed()
    {
        var signals = 0;
        var subscription = _monitor.Subscribe(() => signals++);
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
        Add("w2");
        Assert.Equal(2, signals);
        subscription.Dispose();
        Add("w3");
        Assert.Equal(2, signals);
    }

    [Fact]
    public async Task Sampler_Running_SamplesOnTheClock()
    {
        using var ingest = new IngestMonitor(new ReportedCaches(new ReportedPrefixIndex(), 16, _time), _registry, [], _time);
        using var sampler = new FleetSampler(_monitor, ingest, _time);
        var sampled = new SemaphoreSlim(0);
        using var subscription = _monitor.Subscribe(() => sampled.Release());
        var cancel = TestContext.Current.CancellationToken;
        await sampler.StartAsync(cancel);
        var taken = false;
        for (var i = 0; i < 50 && !taken; i++)
        {
            // The loop starts on another thread: the first seconds may pass before its timer exists.
            _time.Advance(TimeSpan.FromSeconds(1));
            taken = await sampled.WaitAsync(TimeSpan.FromMilliseconds(200), cancel);
        }

        await sampler.StopAsync(cancel);
        Assert.True(taken);
        Assert.NotEmpty(_monitor.Overview().Series);
    }

    private void Add(string id) => Assert.NotNull(_registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://10.0.0.1") }));

    private void EndOf(string model, DecisionOutcome outcome) => _log.Complete(_log.Record(Decisions.Decide($"r{++_requests}", model: model)), outcome);

    private void End(DecisionOutcome outcome, int winnerBlocks = 0, int bestBlocks = 0, string winner = "w1") => _log.Complete(
        _log.Record(Decisions.Decide($"r{++_requests}", winner, winnerBlocks: winnerBlocks, bestBlocks: bestBlocks)), outcome);
}
