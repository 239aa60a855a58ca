using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class WorkerEventsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly FleetMonitor _monitor;
    private readonly Worker _worker;

    public WorkerEventsTests()
    {
        _registry = new WorkerRegistry(_time);
        _monitor = new FleetMonitor(
            _registry,
            new ApproximatePrefixTree(_time, 1000),
            new ReportedCaches(new ReportedPrefixIndex(), 16, _time),
            new DecisionLog(10),
            _time,
            new GatewayOptions());
        _worker = _registry.Add(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://10.0.0.1") })!;
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void New_TellsItsFirstState()
    {
        var events = _monitor.Events(_worker.Id);

        Assert.Contains(events, e => e is { Kind: WorkerEventKind.Status, From: "", To: "Pending" });
        Assert.Contains(events, e => e is { Kind: WorkerEventKind.Trust, From: "", To: "NotReporting" });
        Assert.Empty(_monitor.Events(new WorkerId("nobody")));
    }

    [Fact]
    public void Status_Changes_AreNewestFirst_WithReasonAndTime()
    {
        Second();
        var at = _time.GetUtcNow();
        _registry.SetStatus(_worker, WorkerStatus.Ready, "probe succeeded");
        Second();
        _registry.SetStatus(_worker, WorkerStatus.NotReady, "3 probes failed");

        // Not sampled yet: a question notes it.
        var status = _monitor.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Status).ToArray();

        Assert.Equal(["NotReady", "Ready", "Pending"], status.Select(e => e.To));
        Assert.Equal(("Ready", "3 probes failed"), (status[0].From, status[0].Reason));
        Assert.Equal((at, "probe succeeded"), (status[1].At, status[1].Reason));
        Assert.Equal(status, _monitor.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Status));
    }

    [Fact]
    public void Status_UndoneAtOnce_IsThere()
    {
        Second();
        _registry.SetStatus(_worker, WorkerStatus.Draining, "drained by an operator");
        _registry.SetStatus(_worker, WorkerStatus.Pending, "undrained");
        Second();

        var status = _monitor.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Status).ToArray();

        Assert.Equal([("Draining", "Pending"), ("Pending", "Draining"), ("", "Pending")], status.Select(e => (e.From, e.To)));
    }

    [Fact]
    public void WorkerThatWasThereFirst_TellsItsState()
    {
        _registry.SetStatus(_worker, WorkerStatus.Ready, "up");
        using var later = new FleetMonitor(
            _registry, new ApproximatePrefixTree(_time, 1000), new ReportedCaches(new ReportedPrefixIndex(), 16, _time), new DecisionLog(10), _time, new GatewayOptions());

        Assert.Equal(("", "Ready"), Assert.Single(later.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Status).Select(e => (e.From, e.To))));
    }

    [Fact]
    public void Temperature_CountsOnceItStandsForFiveSamples()
    {
        _registry.SetStatus(_worker, WorkerStatus.Ready, "up");
        Second(waiting: 60);
        Second(waiting: 60);
        Second(waiting: 60);
        Second(waiting: 60);
        for (var i = 0; i < 10; i++)
        {
            // Questions are no samples.
            Assert.Empty(Temperatures());
        }

        Second(waiting: 60);
        var hot = Assert.Single(Temperatures());
        Assert.Equal(("", "Hot", "60 requests wait in its queue, more than 50"), (hot.From, hot.To, hot.Reason));

        // Back and forth: none of it stands long enough.
        for (var i = 0; i < 20; i++)
        {
            Second(waiting: i % 4 == 0 ? 60 : 0);
        }

        Assert.Single(Temperatures());
        for (var i = 0; i < 5; i++)
        {
            Second(waiting: 0);
        }

        Assert.Equal([("Hot", "Cold"), ("", "Hot")], Temperatures().Select(e => (e.From, e.To)));
    }

    [Fact]
    public void Many_KeepTheLastHundred()
    {
        for (var i = 0; i < 80; i++)
        {
            _registry.SetStatus(_worker, WorkerStatus.Ready, $"up {i}");
            Second();
            _registry.SetStatus(_worker, WorkerStatus.NotReady, $"down {i}");
            Second();
        }

        var events = _monitor.Events(_worker.Id);

        Assert.Equal(FleetMonitor.EventsKept, events.Length);
        Assert.Equal("down 79", events[0].Reason);
        Assert.Equal("up 30", events[^1].Reason);
    }

    [Fact]
    public void RemovedAndAddedAgain_StartsAfresh()
    {
        _registry.SetStatus(_worker, WorkerStatus.Ready, "up");
        Second();
        _registry.Remove(_worker.Id);
        _registry.Add(new WorkerConfig { Id = _worker.Id, Address = new Uri("http://10.0.0.2") });

        Assert.Equal(["Pending"], _monitor.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Status).Select(e => e.To));
    }

    private WorkerEvent[] Temperatures() => [.. _monitor.Events(_worker.Id).Where(e => e.Kind is WorkerEventKind.Temperature)];

    private void Second(int waiting = 0)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _worker.SetMetrics(new WorkerMetrics(waiting, null, null, 1000, 16, null, null, _time.GetTimestamp()));
        _monitor.Sample();
    }
}
