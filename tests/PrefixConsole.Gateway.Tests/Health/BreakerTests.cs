using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Health;

/// <summary>What the monitor tells of a worker's breaker, against what health checks and requests really did to it.</summary>
public sealed class BreakerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly WorkerRegistry _registry;
    private readonly FleetMonitor _monitor;
    private readonly WorkerHealth _health;
    private readonly Worker _worker;

    public BreakerTests()
    {
        _registry = new WorkerRegistry(_time);
        var predicted = new ApproximatePrefixTree(_time, 1000);
        var reported = new ReportedCaches(new ReportedPrefixIndex(), 16, _time);
        var failures = new FailureLog(_time);
        _monitor = new FleetMonitor(_registry, predicted, reported, new DecisionLog(10), _time, new GatewayOptions(), null, failures);
        _health = new WorkerHealth(_registry, predicted, reported, failures, _time);
        _worker = _registry.Add(new WorkerConfig { Id = new WorkerId("w"), Address = new Uri("http://127.0.0.1:1") })!;
    }

    private WorkerBreaker Breaker => _monitor.Find(_worker.Id)!.Breaker;

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void NeverAsked_IsUntested_AndKnowsNothing()
    {
        Assert.Equal(WorkerBreaker.Untested, Breaker);
        Assert.Empty(_monitor.BreakerEvents(_worker.Id));
        Assert.Empty(_monitor.BreakerEvents(new WorkerId("nobody")));
    }

    [Fact]
    public void FewFailures_LeaveItClosed_AreCounted_AndTheAnswerKeepsTheLastCause()
    {
        _health.Succeeded(_worker);
        var failedAt = Later(10);
        _health.Failed(_worker, "answered 503", null);
        _health.Failed(_worker, "answered 500", null);

        Assert.Equal((BreakerState.Closed, 2), (Breaker.State, Breaker.Failures));
        Assert.Equal(("answered 500", failedAt), (Breaker.LastCause, Breaker.LastFailedAt));

        var answeredAt = Later(10);
        _health.Succeeded(_worker);

        Assert.Equal(new WorkerBreaker(BreakerState.Closed, 0, "answered 500", failedAt, answeredAt, null), Breaker);
        Assert.Empty(_monitor.BreakerEvents(_worker.Id));
    }

    [Fact]
    public void ThirdFailure_OpensIt_AndTheNextAnswerClosesIt_BothWithCauseInItsHistory()
    {
        _health.Succeeded(_worker);
        var answeredAt = _time.GetUtcNow();
        var openedAt = Later(10);
        Fail(WorkerBreaker.FailuresToOpen);
        Later(5);
        Fail(1);

        Assert.Equal(new WorkerBreaker(BreakerState.Open, 4, "answered 503", _time.GetUtcNow(), answeredAt, openedAt), Breaker);
        Assert.Equal([new BreakerEvent(openedAt, true, "answered 503", 3, null)], _monitor.BreakerEvents(_worker.Id));

        var closedAt = Later(15);
        _health.Succeeded(_worker);

        Assert.Equal((BreakerState.Closed, 0, null), (Breaker.State, Breaker.Failures, Breaker.OpenSince));
        Assert.Equal(
            [new BreakerEvent(closedAt, false, "probe succeeded", null, TimeSpan.FromSeconds(20)), new BreakerEvent(openedAt, true, "answered 503", 3, null)],
            _monitor.BreakerEvents(_worker.Id));
    }

    [Fact]
    public void RequestThatCannotConnect_OpensItAlone()
    {
        _health.Succeeded(_worker);

        _health.Unreachable(_worker, new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.Equal((BreakerState.Open, 1, "a request could not connect: refused"), (Breaker.State, Breaker.Failures, Breaker.LastCause));
        Assert.Equal(("a request could not connect: refused", 1), Assert.Single(_monitor.BreakerEvents(_worker.Id).Select(e => (e.Cause, e.Failures ?? 0))));
    }

    [Fact]
    public void Draining_IsSuspended_CountsAndOpensNothing()
    {
        _health.Succeeded(_worker);
        _registry.SetStatus(_worker, WorkerStatus.Draining, "drained by ada");

        Fail(5);

        Assert.Equal((BreakerState.Suspended, 5, null), (Breaker.State, Breaker.Failures, Breaker.OpenSince));
        Assert.Empty(_monitor.BreakerEvents(_worker.Id));
    }

    [Fact]
    public void DrainedWhileOpen_EndsTheOpening_WithTheOperatorAsItsCause()
    {
        _health.Succeeded(_worker);
        Fail(3);
        Later(60);

        _registry.SetStatus(_worker, WorkerStatus.Draining, "drained by ada");

        var end = _monitor.BreakerEvents(_worker.Id)[0];
        Assert.Equal((false, "drained by ada", TimeSpan.FromMinutes(1)), (end.Opened, end.Cause, end.Open));
    }

    [Fact]
    public void History_IsBounded_AndTrustAndTemperatureDoNotPushItOut()
    {
        for (var i = 0; i < FleetMonitor.BreakerEventsKept; i++)
        {
            Later(1);
            Fail(3);
            Later(1);
            _health.Succeeded(_worker);
        }

        var kept = _monitor.BreakerEvents(_worker.Id);
        Assert.Equal(FleetMonitor.BreakerEventsKept, kept.Length);
        Assert.Equal((false, _time.GetUtcNow()), (kept[0].Opened, kept[0].At));

        for (var i = 0; i < FleetMonitor.EventsKept * 5; i++)
        {
            Later(1);
            _worker.SetMetrics(new WorkerMetrics(i / 5 % 2 == 0 ? 60 : 0, null, null, 1000, 16, null, null, _time.GetTimestamp()));
            _monitor.Sample();
        }

        Assert.All(_monitor.Events(_worker.Id), e => Assert.Equal(WorkerEventKind.Temperature, e.Kind));
        Assert.Equal(kept, _monitor.BreakerEvents(_worker.Id));
    }

    [Fact]
    public void RemovedAndAddedAgain_StartsAfresh()
    {
        _health.Succeeded(_worker);
        Fail(3);
        _registry.Remove(_worker.Id);
        _registry.Add(new WorkerConfig { Id = _worker.Id, Address = new Uri("http://127.0.0.1:2") });

        Assert.Equal(WorkerBreaker.Untested, Breaker);
        Assert.Empty(_monitor.BreakerEvents(_worker.Id));
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Failed(_worker, "answered 503", null);
        }
    }

    private DateTimeOffset Later(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return _time.GetUtcNow();
    }
}
