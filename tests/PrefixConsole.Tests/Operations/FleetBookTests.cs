using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>What operators did to the fleet, over restarts on one real SQLite file.</summary>
public sealed class FleetBookTests
{
    private static readonly DateTimeOffset s_first = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_second = s_first.AddHours(1);

    private readonly string _file = LateStore.NewFile();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<FleetRun> RunAsync(DateTimeOffset at, bool open = true, bool allowPrivate = true, params string[] configured) =>
        FleetRun.StartAsync(_file, open, configured, at, allowPrivate);

    [Fact]
    public async Task Restart_AddedWorker_IsBack_WithWhoAddedItAndWhen()
    {
        await using (var first = await RunAsync(s_first))
        {
            var options = FleetRun.Worker("gpu-9");
            (options.Models, options.Role, options.KvBlocks) = (["m"], "Decode", 77);
            options.KvEvents = new() { Endpoint = "tcp://203.0.113.9:5557", Ranks = 2 };
            Assert.Empty(first.Book.Add(options, "ada"));
        }

        await using var second = await RunAsync(s_second);

        var config = second.Find("gpu-9").Config;
        Assert.Equal(new WorkerOrigin("ada", s_first), config.Added);
        Assert.Equal((WorkerRole.Decode, 77, "m"), (config.Role, config.KvBlocks, config.Models.Single()));
        Assert.Equal(new KvEventSource("tcp://203.0.113.9:5557", Ranks: 2), config.KvEvents);
        Assert.True(second.Book.Remove(new WorkerId("gpu-9")));
    }

    [Fact]
    public async Task Restart_RemovedWorker_StaysAway()
    {
        await using (var first = await RunAsync(s_first))
        {
            first.Book.Add(FleetRun.Worker("gpu-9"), "ada");
            first.Book.Drain(new WorkerId("gpu-9"), "ada");
            Assert.True(first.Book.Remove(new WorkerId("gpu-9")));
            Assert.False(first.Book.Remove(new WorkerId("gpu-9")));
        }

        await using var second = await RunAsync(s_second);
        Assert.Empty(second.Names);
        second.Book.Add(FleetRun.Worker("gpu-9"), "bob");
        Assert.Equal(WorkerStatus.Pending, second.StatusOf("gpu-9"));
    }

    [Fact]
    public async Task Restart_DrainedWorkers_AreDrainedBeforeAnythingCouldProbeThem_UntilUndrained()
    {
        await using (var first = await RunAsync(s_first, configured: ["w1", "w2"]))
        {
            first.Book.Add(FleetRun.Worker("gpu-9"), "ada");
            foreach (var name in new[] { "w1", "w2", "gpu-9" })
            {
                Assert.True(first.Book.Drain(new WorkerId(name), "ada"));
            }

            first.Book.Undrain(new WorkerId("w2"));
        }

        await using (var second = await RunAsync(s_second, configured: ["w1", "w2"]))
        {
            Assert.Equal((WorkerStatus.Draining, WorkerStatus.Pending, WorkerStatus.Draining), (second.StatusOf("w1"), second.StatusOf("w2"), second.StatusOf("gpu-9")));
            Assert.Equal("drained by ada on 2026-11-26 09:00 UTC, before the last start", second.Find("w1").State.Reason);
            second.Book.Undrain(new WorkerId("w1"));
        }

        await using var third = await RunAsync(s_second, configured: ["w1", "w2"]);
        Assert.Equal(WorkerStatus.Pending, third.StatusOf("w1"));
    }

    [Fact]
    public async Task Restart_QuarantinedFeed_IsShutFromItsFirstBatchOn()
    {
        await using (var first = await RunAsync(s_first, configured: ["w1"]))
        {
            first.Caches.Open(first.Find("w1"), 0);
            first.Caches.Open(first.Find("w1"), 1);
            Assert.False(first.Book.Quarantine(new WorkerId("nobody"), null, on: true, "ada"));
            Assert.True(first.Book.Quarantine(new WorkerId("w1"), 1, on: true, "ada"));
        }

        await using (var second = await RunAsync(s_second, configured: ["w1"]))
        {
            Assert.Equal("quarantined by an operator", second.Caches.Open(second.Find("w1"), 1)!.Trust.Cause);
            Assert.False(second.Caches.Open(second.Find("w1"), 0)!.View().Quarantined);
            Assert.True(second.Book.Quarantine(new WorkerId("w1"), null, on: false, "ada"));
        }

        await using var third = await RunAsync(s_second, configured: ["w1"]);
        Assert.False(third.Caches.Open(third.Find("w1"), 1)!.View().Quarantined);
    }

    [Fact]
    public async Task Restart_NameIsInTheConfigurationNow_ConfigurationCountsAndTheAuditSaysSo()
    {
        await using (var first = await RunAsync(s_first))
        {
            first.Book.Add(FleetRun.Worker("gpu-9", "http://203.0.113.77:8000"), "ada");
        }

        await using (var second = await RunAsync(s_second, configured: ["gpu-9"]))
        {
            Assert.Equal(("203.0.113.9", null), (second.Find("gpu-9").Config.Address.Host, second.Find("gpu-9").Config.Added));
            var (rows, _) = await second.Store.Audit.ReadAsync(new AuditFilter { Action = "worker.restore" }, 10, Stop);
            var row = Assert.Single(rows);
            Assert.Equal(("restart", "gpu-9", "failed"), (row.Who, row.Target, row.Result));
            Assert.Contains("the configuration has a worker of that name", row.Note, StringComparison.Ordinal);
            Assert.Contains("203.0.113.77", row.Before, StringComparison.Ordinal);
        }

        await using var third = await RunAsync(s_second);
        Assert.Empty(third.Names);
    }

    [Fact]
    public async Task Restart_AddressNoLongerAllowed_IsKeptAndToldAndBackOnceItIs()
    {
        await using (var first = await RunAsync(s_first))
        {
            first.Book.Add(FleetRun.Worker("gpu-9", "http://10.0.0.9:8000"), "ada");
            first.Book.Drain(new WorkerId("gpu-9"), "ada");
        }

        await using (var second = await RunAsync(s_second, allowPrivate: false))
        {
            Assert.Empty(second.Names);
            var missing = Assert.Single(second.Book.NotRestored);
            Assert.Equal(("gpu-9", "ada"), (missing.Id, missing.By));
            Assert.StartsWith("url ", missing.Why, StringComparison.Ordinal);
        }

        await using (var third = await RunAsync(s_second))
        {
            Assert.Equal(WorkerStatus.Draining, third.StatusOf("gpu-9"));
            Assert.Empty(third.Book.NotRestored);
        }

        await using var fourth = await RunAsync(s_second, allowPrivate: false);
        Assert.True(fourth.Book.Remove(new WorkerId("gpu-9")));
        Assert.Empty(fourth.Book.NotRestored);
    }

    [Fact]
    public async Task Restart_ConfiguredWorkerThatWasDrainedAndRemoved_ComesBackDrained()
    {
        await using (var first = await RunAsync(s_first, configured: ["w1"]))
        {
            first.Book.Drain(new WorkerId("w1"), "ada");
            first.Book.Remove(new WorkerId("w1"));
        }

        await using var second = await RunAsync(s_second, configured: ["w1"]);
        Assert.Equal(WorkerStatus.Draining, second.StatusOf("w1"));
    }

    [Fact]
    public async Task Restart_MarksOfWorkersThatAreGone_AreDropped()
    {
        await using (var first = await RunAsync(s_first, configured: ["w1"]))
        {
            first.Book.Drain(new WorkerId("w1"), "ada");
        }

        await using (await RunAsync(s_second))
        {
        }

        await using var third = await RunAsync(s_second, configured: ["w1"]);
        Assert.Equal(WorkerStatus.Pending, third.StatusOf("w1"));
    }

    [Fact]
    public async Task DatabaseAwayAtStart_WhatWasDoneIsTakenUpLater_AndWhatIsDoneMeanwhileCounts()
    {
        await using (var first = await RunAsync(s_first, configured: ["w1", "w2", "w3"]))
        {
            first.Book.Add(FleetRun.Worker("gpu-8"), "ada");
            first.Book.Add(FleetRun.Worker("gpu-9"), "ada");
            first.Book.Drain(new WorkerId("w1"), "ada");
            first.Book.Drain(new WorkerId("w2"), "ada");
            first.Caches.Open(first.Find("w3"), 0);
            first.Book.Quarantine(new WorkerId("w3"), 0, on: true, "ada");
        }

        await using (var second = await RunAsync(s_second, open: false, configured: ["w1", "w2", "w3"]))
        {
            Assert.False(second.Book.IsKnown);
            var early = second.Caches.Open(second.Find("w3"), 0)!;
            second.Book.Undrain(new WorkerId("w1"));
            second.Book.Drain(new WorkerId("w3"), "bob");
            second.Book.Add(FleetRun.Worker("gpu-9", "http://203.0.113.77:8000"), "bob");

            second.Store.ComeBack();
            await Eventually.TrueAsync(() => second.Book.IsKnown, "what was done before is known");

            Check(second);
            Assert.True(early.View().Quarantined);
        }

        await using var third = await RunAsync(s_second, configured: ["w1", "w2", "w3"]);
        Check(third);

        static void Check(FleetRun run)
        {
            Assert.Equal(["gpu-8", "gpu-9", "w1", "w2", "w3"], run.Names);
            Assert.Equal(
                (WorkerStatus.Pending, WorkerStatus.Draining, WorkerStatus.Draining), (run.StatusOf("w1"), run.StatusOf("w2"), run.StatusOf("w3")));
            Assert.Equal(("bob", "203.0.113.77"), (run.Find("gpu-9").Config.Added!.By, run.Find("gpu-9").Config.Address.Host));
        }
    }

    [Fact]
    public async Task DatabaseAwayForWholeRuns_NothingIsLost_NorBroughtBackThatWasEnded()
    {
        string[] configured = ["w1", "w2", "w3"];
        await using (var first = await RunAsync(s_first, configured: configured))
        {
            first.Book.Add(FleetRun.Worker("gpu-9"), "ada");
            first.Book.Drain(new WorkerId("w1"), "ada");
            first.Book.Drain(new WorkerId("w2"), "ada");
            first.Caches.Open(first.Find("w3"), 0);
            first.Book.Quarantine(new WorkerId("w3"), 0, on: true, "ada");
        }

        await using (var second = await RunAsync(s_second, open: false, configured: configured))
        {
            second.Caches.Open(second.Find("w2"), 0);
            second.Caches.Open(second.Find("w3"), 0);
            second.Book.Add(FleetRun.Worker("gpu-10"), "bob");
            second.Book.Add(FleetRun.Worker("gpu-11"), "bob");
            second.Book.Drain(new WorkerId("gpu-10"), "bob");
            second.Book.Undrain(new WorkerId("w1"));
            second.Book.Quarantine(new WorkerId("w2"), 0, on: true, "bob");
            second.Book.Quarantine(new WorkerId("w3"), 0, on: false, "bob");
        }

        await using (var third = await RunAsync(s_second, open: false, configured: configured))
        {
            Assert.False(third.Book.IsKnown);
            Assert.Equal(["gpu-10", "gpu-11", "w1", "w2", "w3"], third.Names);
            Assert.Equal((WorkerStatus.Draining, WorkerStatus.Pending), (third.StatusOf("gpu-10"), third.StatusOf("w1")));
            Assert.True(third.Caches.Open(third.Find("w2"), 0)!.View().Quarantined);
            third.Book.Remove(new WorkerId("gpu-11"));
        }

        await using (var fourth = await RunAsync(s_second, configured: configured))
        {
            Check(fourth);
        }

        await using var fifth = await RunAsync(s_second, configured: configured);
        Check(fifth);

        static void Check(FleetRun run)
        {
            Assert.Equal(["gpu-10", "gpu-9", "w1", "w2", "w3"], run.Names);
            Assert.Equal(new WorkerOrigin("bob", s_second), run.Find("gpu-10").Config.Added);
            Assert.Equal(
                [WorkerStatus.Draining, WorkerStatus.Pending, WorkerStatus.Pending, WorkerStatus.Draining],
                new[] { "gpu-10", "gpu-9", "w1", "w2" }.Select(run.StatusOf));
            Assert.Equal((true, false), (run.Caches.Open(run.Find("w2"), 0)!.View().Quarantined, run.Caches.Open(run.Find("w3"), 0)!.View().Quarantined));
        }
    }
}
