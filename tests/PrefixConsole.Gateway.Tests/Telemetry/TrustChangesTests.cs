using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class TrustChangesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly ReportedCaches _caches;
    private readonly FleetMonitor _monitor;

    public TrustChangesTests()
    {
        _registry = new WorkerRegistry(_time);
        _caches = new ReportedCaches(new ReportedPrefixIndex(), 4, _time);
        _registry.Removed += _caches.Remove;
        _monitor = new FleetMonitor(_registry, new ApproximatePrefixTree(_time, 1000), _caches, new DecisionLog(10), _time, new GatewayOptions());
        foreach (var id in new[] { "w1", "w2" })
        {
            _registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://" + id), Models = ["m"] });
        }
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void WorkersThatNeverReport_AreNoChanges()
    {
        Tick();

        Assert.Empty(_monitor.TrustChanges());
    }

    [Fact]
    public void ChangesOfAllWorkers_NewestFirstWithCauseAndWhatWasBefore()
    {
        Tick();
        Open("w1", 0).Receive(0, 1);
        Tick();
        Open("w2", 0).Receive(5, 1);
        Tick();
        Open("w1", 0).Quarantine(true);
        var at = _time.GetUtcNow();

        var changes = _monitor.TrustChanges();

        Assert.Equal(
            [
                ("w1", KvTrust.Trusted, KvTrust.Untrusted, "quarantined by an operator"),
                ("w2", KvTrust.NotReporting, KvTrust.CatchingUp, "joined at batch 5: what was stored before is unknown"),
                ("w1", KvTrust.NotReporting, KvTrust.Trusted, "complete since the engine's first batch"),
            ],
            changes.Select(c => (c.Worker.Value, c.From!.Value, c.To, c.Cause)));
        Assert.Equal(at, changes[0].At);
        Assert.Equal(3, _monitor.TrustChanges().Length);
    }

    [Fact]
    public void WorkerThatCannotBeHeard_IsThereFromTheFirstLook()
    {
        _registry.Add(new WorkerConfig { Id = new WorkerId("w3"), Address = new Uri("http://w3"), KvEvents = new KvEventSource("tcp://localhost:1") });

        var change = Assert.Single(_monitor.TrustChanges());

        Assert.Equal(("w3", null, KvTrust.Silent), (change.Worker.Value, change.From, change.To));
    }

    [Fact]
    public void WorstOfSeveralRanks_IsNamed()
    {
        Open("w1", 0).Receive(0, 1);
        Open("w1", 2).Receive(0, 1);
        Tick();
        Open("w1", 2).Quarantine(true);

        Assert.Equal(2, _monitor.TrustChanges()[0].Rank);
    }

    [Fact]
    public void WorkerThatHasLeft_StaysInTheListWhichIsBounded()
    {
        Open("w1", 0).Receive(0, 1);
        Tick();
        _registry.Remove(new WorkerId("w1"));
        Assert.Equal("w1", Assert.Single(_monitor.TrustChanges()).Worker.Value);

        for (var i = 0; i < FleetMonitor.TrustChangesKept + 10; i++)
        {
            Open("w2", 0).Quarantine(i % 2 == 0);
            Tick();
        }

        var changes = _monitor.TrustChanges();
        Assert.Equal(FleetMonitor.TrustChangesKept, changes.Length);
        Assert.All(changes, c => Assert.Equal("w2", c.Worker.Value));
    }

    [Fact]
    public void ChangesOfOneWorker_StayAmongItsEvents()
    {
        Tick();
        Open("w1", 0).Receive(0, 1);

        var change = _monitor.Events(new WorkerId("w1")).Where(e => e.Kind == WorkerEventKind.Trust).MaxBy(e => e.At)!;

        Assert.Equal(("NotReporting", "Trusted"), (change.From, change.To));
        Assert.Single(_monitor.TrustChanges());
    }

    private KvEventFeed Open(string worker, int rank) => _caches.Open(_registry.Find(new WorkerId(worker))!, rank)!;

    private void Tick()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
    }
}
