using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests;

/// <summary>The same promises on both databases, over real files and a real server.</summary>
public sealed class StoreTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset s_from = StoredDecisions.At.AddYears(-1);
    private static readonly DateTimeOffset s_to = StoredDecisions.At.AddYears(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Restart_KeepsRevisionsAuditDecisionsAndSettings(string provider)
    {
        var options = await postgres.OptionsAsync(provider);
        await using (var first = await new TestStore(options).StartAsync())
        {
            var spec = new StrategySpec
            {
                Name = StrategyNames.Custom,
                Scorers = [new ScorerWeight("prefix", 2.5), new ScorerWeight("queue", 1)],
                Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty,
            };
            Assert.True(first.Strategies.Apply(spec, "ada", "try it <script>", 1).Applied);
            await first.AuditAsync("strategy.apply");
            await first.Settings.WriteAsync("labels", new[] { "x" });
            StoredDecisions.Add(first.Log, "r1");
        }

        await using var second = await new TestStore(options).StartAsync();

        var current = second.Strategies.Current;
        Assert.Equal((2, "ada", "try it <script>", StrategyNames.Custom), (current.Number, current.By, current.Reason, current.Spec.Name));
        Assert.Equal([2.5, 1], current.Spec.Scorers.Select(s => s.Weight));
        Assert.Equal([2, 1], second.Strategies.History.Select(r => r.Number));
        var (audit, problem) = await second.Audit.ReadAsync(new AuditFilter(), 10, Stop);
        Assert.Null(problem);
        Assert.Equal(["strategy.apply"], audit.Select(a => a.Action));
        Assert.Equal(["x"], (await second.Settings.ReadAsync<string[]>("labels", Stop))!);
        Assert.Equal("precise-prefix", (await second.Decisions.FindAsync("r1", Stop))!.Decision.Strategy);
        // And goes on counting.
        Assert.Equal(3, second.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 2).Revision.Number);
    }

    [Fact]
    public async Task Restart_WithAnotherStrategyInTheConfiguration_AppliesThatAsANewRevision()
    {
        var options = TestStore.Sqlite();
        await using (var first = await new TestStore(options).StartAsync())
        {
            first.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        }

        await using (var second = await new TestStore(options, new StrategySpec { Name = StrategyNames.RoundRobin }).StartAsync())
        {
            Assert.Equal((3, StrategyNames.RoundRobin, "configuration"), (second.Strategies.Current.Number, second.Strategies.Current.Spec.Name, second.Strategies.Current.By));
        }

        await using var third = await new TestStore(options, new StrategySpec { Name = StrategyNames.RoundRobin }).StartAsync();
        Assert.Equal([3, 2, 1], third.Strategies.History.Select(r => r.Number));
    }

    [Fact]
    public async Task Restart_WithARevisionThisVersionDoesNotKnow_FallsBackToTheConfiguration()
    {
        var options = TestStore.Sqlite();
        await using (var first = await new TestStore(options).StartAsync())
        {
            first.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        }

        await using (var db = new TestStore(options).Connection.Open())
        {
            await db.Revisions.Where(r => r.Number == 2).ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Spec, """{"Name":"of-the-future","Parameters":{},"Scorers":[],"Filters":[]}"""), Stop);
        }

        await using var second = await new TestStore(options).StartAsync();

        Assert.Equal((3, StrategyNames.ApproximatePrefix), (second.Strategies.Current.Number, second.Strategies.Current.Spec.Name));
        Assert.Equal("of-the-future", second.Strategies.History[1].Spec.Name);
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Audit_IsPagedAndFilteredNewestFirst(string provider)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        for (var i = 0; i < 10; i++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(i % 2));
            await store.AuditAsync(i % 2 == 0 ? "worker.drain" : "strategy.apply", i < 5 ? "ada" : "bob", $"t{i}", i == 3 ? AuditResults.Refused : AuditResults.Done);
        }

        var (page1, _) = await store.Audit.ReadAsync(new AuditFilter(), 4, Stop);
        var (page2, _) = await store.Audit.ReadAsync(new AuditFilter { Before = page1[^1].Id }, 100, Stop);
        Assert.Equal(10, page1.Concat(page2).Select(r => r.Target).Distinct().Count());
        Assert.Equal(page1.Concat(page2).Select(r => r.At), page1.Concat(page2).Select(r => r.At).OrderDescending());
        Assert.Equal(5, (await store.Audit.ReadAsync(new AuditFilter { Action = "worker" }, 100, Stop)).Rows.Count);
        Assert.Equal(5, (await store.Audit.ReadAsync(new AuditFilter { Who = "bob" }, 100, Stop)).Rows.Count);
        Assert.Equal("t3", Assert.Single((await store.Audit.ReadAsync(new AuditFilter { Result = AuditResults.Refused }, 100, Stop)).Rows).Target);
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Samples_KeepSingleWorkers(string provider)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        var at = store.Time.GetUtcNow().ToUnixTimeSeconds();
        var row = new SampleRow { At = at, Requests = 3, Detail = new SampleFacts { Models = [], Good = 3 } };
        row.Add([new(at, "gpu-1", 10, 1.5, 2, 0.25, 640, 320, 1280, 12), new(at, "gpu-2", 10, 0, null, null, 0, null, null, null)]);
        await using (var db = store.Connection.Open())
        {
            db.Samples.AddRange(row, new SampleRow { At = at + 10, Requests = 1, Detail = new SampleFacts { Models = [], Good = 1 } });
            await db.SaveChangesAsync(Stop);
        }

        var rows = await store.Samples.ReadAsync(s_from, s_to, Stop);

        Assert.Equal([new(at, "gpu-1", 10, 1.5, 2, 0.25, 640, 320, 1280, 12)], WorkerSamples.Of(rows, "gpu-1"));
        Assert.Null(Assert.Single(WorkerSamples.Of(rows, "gpu-2")).RemovedPerMinute);
        Assert.Empty(WorkerSamples.Of(rows, "gpu-3"));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Alerts_AreFoundByRuleAndTime(string provider)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        var at = store.Time.GetUtcNow();
        await using (var db = store.Connection.Open())
        {
            db.Alerts.AddRange(Enumerable.Range(0, 6).Select(i => new AlertRow { Id = Guid.CreateVersion7(), At = at.AddMinutes(i), Rule = i % 2 == 0 ? "even" : "odd", Firing = true, Note = $"{i}" }));
            await db.SaveChangesAsync(Stop);
        }

        var archive = new AlertArchive(store.Connection, store.State);
        async Task<string> Notes(AlertHistoryFilter filter) => string.Concat((await archive.ReadAsync(filter, null, 100, Stop)).Select(r => r.Note));

        Assert.Equal("543210", await Notes(new AlertHistoryFilter()));
        Assert.Equal("32", await Notes(new AlertHistoryFilter { From = at.AddMinutes(2), To = at.AddMinutes(4) }));
        Assert.Equal("2", await Notes(new AlertHistoryFilter { Rule = "even", From = at.AddMinutes(2), To = at.AddMinutes(4) }));
        Assert.Equal("543", await Notes(new AlertHistoryFilter { From = at.AddMinutes(2.5) }));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Accuracy_OfATime_IsCountedFromStoredDecisions(string provider)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        StoredDecisions.Add(store.Log, "ok-1", worker: "a");
        store.Time.Advance(TimeSpan.FromSeconds(1));
        StoredDecisions.Add(store.Log, "bad-1", status: 502);
        await UntilStoredAsync(store, 2);
        await using (var db = store.Connection.Open())
        {
            db.Samples.Add(new SampleRow { At = StoredDecisions.At.ToUnixTimeSeconds(), Requests = 9 });
            await db.SaveChangesAsync(Stop);
        }

        using var noFleet = TestFleet.Of(store.Time);
        var samples = new FleetHistory(store.Samples, new SampleRecorder(noFleet, store.Strategies, store.Sampled));
        var history = new AccuracyHistory(store.Decisions, samples, store.Time);

        var all = await history.ReadAsync(s_from, s_to, Stop);
        var view = all.Tally.Read(AccuracyWindow.All, AccuracyDimension.Worker, "b");
        var none = await history.ReadAsync(s_from, StoredDecisions.At, Stop);

        // One failed: it is read, and reused nothing. The worker is the one that served it, whoever was chosen.
        Assert.Equal((2, 9L), (all.Decisions, all.Requests));
        Assert.Null(all.Since);
        Assert.Equal((1L, 640L, 400L, 390L), (view.Fleet.Requests, view.Fleet.Prompt, view.Fleet.Captured, view.Fleet.Delivered));
        Assert.Equal("b", Assert.Single(view.Rows).Key);
        Assert.False(view.Density.IsEmpty);
        Assert.Equal((0, 0L), (none.Decisions, none.Tally.Read(AccuracyWindow.All, AccuracyDimension.Worker).Fleet.Requests));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Decisions_AreFoundByTheirColumns(string provider)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        StoredDecisions.Add(store.Log, "ok-1", worker: "a");
        store.Time.Advance(TimeSpan.FromSeconds(1));
        StoredDecisions.Add(store.Log, "bad-1", status: 502, model: "=cmd|' /C calc'!A0");
        StoredDecisions.Add(store.Log, "odd-1", mispredicted: true);
        await UntilStoredAsync(store, 3);

        async Task<string[]> Ids(DecisionFilter filter) => [.. (await store.Decisions.ReadAsync(filter, s_from, s_to, 100, null, Stop)).Entries.Select(e => e.Id)];
        Assert.Equal(["odd-1", "bad-1", "ok-1"], await Ids(new DecisionFilter()));
        Assert.Equal(["bad-1"], await Ids(new DecisionFilter { ErrorsOnly = true }));
        Assert.Equal(["odd-1"], await Ids(new DecisionFilter { MispredictedOnly = true }));
        Assert.Equal(["odd-1", "bad-1"], await Ids(new DecisionFilter { SpilledOnly = true }));
        Assert.Equal(["odd-1", "bad-1", "ok-1"], await Ids(new DecisionFilter { Captured = new(60, 65) }));
        Assert.Equal(["odd-1"], await Ids(new DecisionFilter { Captured = new(60, 65), Delivered = new(0, 5) }));
        Assert.Empty(await Ids(new DecisionFilter { Captured = new(65, 70) }));
        Assert.Equal(["ok-1"], await Ids(new DecisionFilter { Worker = "a" }));
        Assert.Equal(["bad-1"], await Ids(new DecisionFilter { Model = "=cmd|' /C calc'!A0" }));
        Assert.Equal(["bad-1"], await Ids(new DecisionFilter { Id = "bad" }));
        Assert.Empty((await store.Decisions.ReadAsync(new DecisionFilter(), s_from, StoredDecisions.At, 100, null, Stop)).Entries);
        Assert.Null(await store.Decisions.FindAsync("never", Stop));
    }

    [Fact]
    public async Task Recorder_KeepsRemarkableDecisionsWhenOrdinaryOnesAreTooMany()
    {
        var options = TestStore.Sqlite();
        options.DecisionsPerSecond = 5;
        await using var store = await new TestStore(options).StartAsync();
        for (var i = 0; i < 200; i++)
        {
            StoredDecisions.Add(store.Log, $"ok-{i}");
        }

        StoredDecisions.Add(store.Log, "bad", status: 502);
        await UntilStoredAsync(store, 6);

        Assert.NotNull(await store.Decisions.FindAsync("bad", Stop));
        Assert.Equal((6, 195), (store.State.View.DecisionsStored, store.State.View.DecisionsSkipped));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Retention_DeletesByAgeAndBySize(string provider)
    {
        var options = await postgres.OptionsAsync(provider);
        options.DecisionAge = TimeSpan.FromHours(1);
        options.DecisionsPerSecond = 1000;
        options.DecisionMegabytes = 1;
        await using var store = await new TestStore(options).StartAsync();
        StoredDecisions.Add(store.Log, "old", store.Time.GetUtcNow().AddHours(-2));
        await UntilStoredAsync(store, 1);
        await using (var db = store.Connection.Open())
        {
            db.Decisions.AddRange(Enumerable.Range(0, 30).Select(i => new DecisionRow
            {
                RequestId = $"big-{i}",
                At = store.Time.GetUtcNow(),
                Model = "m",
                Tenant = "t",
                Strategy = "s",
                Reason = "r",
                Record = new byte[100_000],
                Bytes = 100_000,
            }));
            await db.SaveChangesAsync(Stop);
        }

        // One that has not counted yet: these rows did not come through the writer.
        var retention = new Retention(store.State, Options.Create(options), store.Time);
        await retention.ApplyAsync(store.Connection, Stop);

        await using var after = store.Connection.Open();
        var left = await after.Decisions.OrderBy(d => d.Id).Select(d => d.RequestId).ToListAsync(Stop);
        Assert.Equal([.. Enumerable.Range(20, 10).Select(i => $"big-{i}")], left);
        Assert.Equal(1_000_000, store.State.View.DecisionBytes);
    }

    [Fact]
    public async Task DatabaseGone_RoutingStateGoesOnAndNothingAcknowledgedIsLost()
    {
        var options = await postgres.OptionsAsync(StorageProviders.PostgreSql);
        await using var store = await new TestStore(options).StartAsync();
        await store.AuditAsync("before");
        await postgres.StopAsync();
        try
        {
            var later = store.AuditAsync("while-gone");
            Assert.True(store.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", null).Applied);
            await store.UntilAsync(v => v.Status == StoreStatus.Failing && v.Spooled == v.Waiting && v.Waiting >= 2, "failing, with everything spooled");
            await later.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            var (rows, problem) = await store.Audit.ReadAsync(new AuditFilter(), 10, Stop);
            Assert.Equal(["while-gone", "before"], rows.Select(r => r.Action));
            Assert.NotNull(problem);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Decisions.FindAsync("r", Stop));
        }
        finally
        {
            await postgres.StartAsync();
        }

        await store.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0 }, "ready again");
        await using var db = store.Connection.Open();
        Assert.Equal(["before", "while-gone"], await db.Audit.OrderBy(a => a.At).Select(a => a.Action).ToListAsync(Stop));
        Assert.Equal(2, await db.Revisions.MaxAsync(r => r.Number, Stop));
    }

    [Fact]
    public async Task ProcessEndsWhileTheDatabaseRefuses_NextStartWritesTheSpool()
    {
        var options = TestStore.Sqlite();
        await using (await new TestStore(options).StartAsync())
        {
        }

        await using (var full = await new TestStore(options, interceptor: new DiskFull()).StartAsync())
        {
            _ = full.Audit.AppendAsync("ada", "operator", "test", "while-full", "t", AuditResults.Done, before: new string('x', 1_000_000));
            await full.UntilAsync(v => v.Status == StoreStatus.Failing && v.Spooled == v.Waiting && v.Waiting > 0, "spooled");
            Assert.Contains("full", full.State.View.Cause, StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(File.Exists(options.Path + ".spool"));
        await using (var next = await new TestStore(options).StartAsync())
        {
            await next.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0 }, "the spool is written");

            Assert.Equal(["while-full"], (await next.Audit.ReadAsync(new AuditFilter(), 10, Stop)).Rows.Select(r => r.Action));
            await next.AuditAsync("later");
            await next.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0 }, "that too");
        }

        Assert.False(File.Exists(options.Path + ".spool"));
    }

    /// <summary>A migration that was cut off left its lock; EF waits for it without end.</summary>
    [Fact]
    public async Task StartAfterAMigrationThatWasCutOff_OpensTheFile()
    {
        var options = TestStore.Sqlite();
        await using (await new TestStore(options).StartAsync())
        {
        }

        await using (var db = new TestStore(options).Connection.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT OR REPLACE INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-11-23 12:00:00+00:00');
                """,
                Stop);
        }

        await using var second = await new TestStore(options).StartAsync();

        Assert.Equal(StoreStatus.Ready, second.State.View.Status);
    }

    /// <summary>The database takes its time to open: what is acknowledged meanwhile is on the disk.</summary>
    [Fact]
    public async Task SlowToOpen_SpoolsWhatIsAddedMeanwhile()
    {
        var options = TestStore.Sqlite();
        options.OpenTimeout = TimeSpan.FromMilliseconds(1);
        var slow = new SlowToOpen();
        await using (var store = await new TestStore(options, interceptor: slow).StartAsync())
        {
            await slow.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);

            await store.AuditAsync("strategy.apply").WaitAsync(TimeSpan.FromSeconds(30), Stop);
            await store.UntilAsync(v => v is { Status: StoreStatus.Failing, Waiting: > 0 } && v.Spooled == v.Waiting, "it is in the spool");

            slow.Open.SetResult();
            await store.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0 }, "it opened and the row was stored");
        }

        await using var second = await new TestStore(options).StartAsync();
        var (rows, _) = await second.Audit.ReadAsync(new AuditFilter(), 10, Stop);
        Assert.Equal("strategy.apply", Assert.Single(rows).Action);
    }

    /// <summary>What takes longer than a second to store is put where it is safe meanwhile, by the writer's own clock.</summary>
    [Fact]
    public async Task SlowToWrite_SpoolsWhatWaits_OnceItsPatienceIsOver()
    {
        var options = TestStore.Sqlite();
        var clock = new CountedTime();
        var slow = new SlowToWrite();
        await using (var store = await new TestStore(options, interceptor: slow, clock: clock).StartAsync())
        {
            using var letsGoAtTheEnd = slow;
            await store.UntilAsync(v => v.Waiting == 0, "what the start wrote is stored");
            slow.Hold();
            var kept = store.AuditAsync("strategy.apply");
            await slow.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            await clock.UntilWaitedForAsync(TimeSpan.FromSeconds(1), Stop);
            Assert.Equal((1, 0, false), (store.State.View.Waiting, store.State.View.Spooled, kept.IsCompleted));

            clock.Advance(TimeSpan.FromSeconds(1));
            await store.UntilAsync(v => v is { Waiting: 1, Spooled: 1 }, "it is in the spool");
            await kept.WaitAsync(TimeSpan.FromSeconds(30), Stop);

            slow.LetGo();
            await store.UntilAsync(v => v.Waiting == 0, "it is stored");
        }

        await using var second = await new TestStore(options).StartAsync();
        Assert.Equal("strategy.apply", Assert.Single((await second.Audit.ReadAsync(new AuditFilter(), 10, Stop)).Rows).Action);
    }

    [Fact]
    public async Task SecondProcessOnOneFile_SaysSoAndKeepsInMemory()
    {
        var options = TestStore.Sqlite();
        await using var first = await new TestStore(options).StartAsync();
        await using var second = await new TestStore(options).StartAsync();

        Assert.Equal(StoreStatus.Failing, second.State.View.Status);
        Assert.Contains("in use by another PrefixConsole", second.State.View.Cause, StringComparison.Ordinal);
        Assert.True(second.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1).Applied);
    }

    [Fact]
    public async Task NoDatabase_KeepsInMemory()
    {
        await using var store = await new TestStore(new StorageOptions { Provider = StorageProviders.None }).StartAsync();

        await store.AuditAsync("x");

        Assert.Equal(StoreStatus.Off, store.State.View.Status);
        Assert.Equal(["x"], (await store.Audit.ReadAsync(new AuditFilter(), 10, Stop)).Rows.Select(r => r.Action));
        Assert.Null(await store.Decisions.FindAsync("r", Stop));
    }

    private static Task UntilStoredAsync(TestStore store, long count) =>
        store.UntilAsync(v => v.DecisionsStored >= count, $"{count} decisions stored");

    /// <summary>Opens no connection before it is told to; the start gives up, the second try is <see cref="Asked"/>.</summary>
    private sealed class SlowToOpen : DbConnectionInterceptor
    {
        private int _tries;

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _tries) > 1)
            {
                Asked.TrySetResult();
            }

            await Open.Task.WaitAsync(cancellationToken);
            return result;
        }
    }
}
