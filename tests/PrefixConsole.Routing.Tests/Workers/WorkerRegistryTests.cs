using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Workers;

public sealed class WorkerRegistryTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;

    public WorkerRegistryTests() => _registry = new WorkerRegistry(_time);

    [Fact]
    public void Add_NewId_IsPendingWithTheLowestFreeSlot()
    {
        var first = _registry.Add(TestFleet.Config("w1"))!;
        var second = _registry.Add(TestFleet.Config("w2"))!;

        Assert.Equal((WorkerStatus.Pending, 0, 1), (first.Status, first.Slot, second.Slot));
        Assert.Same(second, _registry.Find(new WorkerId("w2")));
        Assert.Null(_registry.Find(new WorkerId("w3")));
    }

    [Fact]
    public void Add_TakenIdOrFullFleet_IsRefused()
    {
        _registry.Add(TestFleet.Config("w0"));
        Assert.Null(_registry.Add(TestFleet.Config("w0")));

        for (var i = 1; i < WorkerRegistry.MaxWorkers; i++)
        {
            Assert.NotNull(_registry.Add(TestFleet.Config($"w{i}")));
        }

        Assert.Null(_registry.Add(TestFleet.Config("one-more")));
    }

    [Fact]
    public void Remove_SlotIsReusedOnlyAfterTheHandlersRan()
    {
        var worker = _registry.Add(TestFleet.Config("w1"))!;
        Worker? successor = null;
        using var adding = new ManualResetEventSlim();
        var adder = new Thread(() =>
        {
            adding.Set();
            successor = _registry.Add(TestFleet.Config("w2"));
        });
        var seenInHandler = (Removed: (Worker?)null, Successor: (Worker?)null);
        _registry.Removed += gone =>
        {
            adder.Start();
            adding.Wait(TestContext.Current.CancellationToken);

            // The adder is blocked or about to be: it must not get the slot while this runs.
            SpinWait.SpinUntil(() => (adder.ThreadState & ThreadState.WaitSleepJoin) != 0 || successor is not null, TimeSpan.FromSeconds(5));
            seenInHandler = (gone, successor);
        };

        Assert.True(_registry.Remove(worker.Id));
        Assert.True(adder.Join(TimeSpan.FromSeconds(10)));

        Assert.Same(worker, seenInHandler.Removed);
        Assert.Null(seenInHandler.Successor);
        Assert.Equal(worker.Slot, successor!.Slot);
        Assert.False(_registry.Remove(worker.Id));
    }

    [Fact]
    public void SetStatus_RepeatedStatus_KeepsTheTimeOfChange()
    {
        var worker = _registry.AddReady("w1");
        var since = worker.State.Since;
        _time.Advance(TimeSpan.FromMinutes(1));

        _registry.SetStatus(worker, WorkerStatus.Ready, "still fine");
        Assert.Equal((since, "still fine"), (worker.State.Since, worker.State.Reason));

        _registry.SetStatus(worker, WorkerStatus.NotReady, "probe failed");
        Assert.Equal(since + TimeSpan.FromMinutes(1), worker.State.Since);
    }

    [Fact]
    public void SetStatus_WorkerHasLeft_IsFalseAndSilent()
    {
        var worker = _registry.AddReady("w1");
        _registry.Remove(worker.Id);
        var changes = 0;
        _registry.Changed += () => changes++;

        Assert.False(_registry.SetStatus(worker, WorkerStatus.NotReady, "late probe"));
        Assert.Equal((WorkerStatus.Ready, 0), (worker.Status, changes));
    }

    [Fact]
    public void Changed_EveryChange_IsRaisedOutsideTheLock()
    {
        var counts = new List<int>();
        _registry.Changed += () => counts.Add(_registry.Workers.Length);

        var worker = _registry.Add(TestFleet.Config("w1"))!;
        _registry.SetStatus(worker, WorkerStatus.Ready, "ok");
        _registry.SetStatus(worker, WorkerStatus.Ready, "ok");
        _registry.Remove(worker.Id);

        Assert.Equal([1, 1, 0], counts);
    }

    [Fact]
    public async Task Workers_ConcurrentWriters_SlotsStayUniqueAndSnapshotsWhole()
    {
        var stop = TestContext.Current.CancellationToken;
        const int Writers = 4;
        const int Rounds = 500;
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var worker = _registry.Add(TestFleet.Config($"w{writer}-{round % 7}"))!;
                    _registry.SetStatus(worker, WorkerStatus.Ready, "up");
                    _registry.SetStatus(worker, WorkerStatus.Draining, "operator");
                    Assert.True(_registry.Remove(worker.Id));
                    Assert.False(_registry.SetStatus(worker, WorkerStatus.Ready, "late"));
                }

                _registry.Add(TestFleet.Config($"last{writer}"));
            },
            stop)).ToArray();
        var all = Task.WhenAll(writing);
        do
        {
            var snapshot = _registry.Workers;
            Assert.True(snapshot.Length <= Writers);
            Assert.Equal(snapshot.Length, snapshot.Select(worker => worker.Slot).Distinct().Count());
            Assert.Equal(snapshot.Length, snapshot.Select(worker => worker.Id).Distinct().Count());
            Assert.All(snapshot, worker => Assert.InRange(worker.Slot, 0, Writers - 1));
        }
        while (!all.IsCompleted);

        await all;
        Assert.Equal(Writers, _registry.Workers.Length);
    }
}
