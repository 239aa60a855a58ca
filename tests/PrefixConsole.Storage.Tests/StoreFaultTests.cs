using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests;

/// <summary>What a database that fails, a spool, and rows that cannot be stored do to the next start and to other rows.</summary>
public sealed class StoreFaultTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChangesMadeWhileTheDatabaseRefused_AreActiveAfterTheNextStart()
    {
        var options = TestStore.Sqlite();
        await using (await new TestStore(options).StartAsync())
        {
        }

        await using (var full = await new TestStore(options, interceptor: new DiskFull()).StartAsync())
        {
            // Too large for what is left of the file; what comes after it waits behind it.
            _ = full.Audit.AppendAsync("ada", "operator", "test", "large", "t", AuditResults.Done, before: new string('x', 1_000_000));
            Assert.True(full.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "while full", null).Applied);
            _ = full.Settings.WriteAsync("labels", new[] { "new" });
            await full.UntilAsync(v => v.Status == StoreStatus.Failing && v.Spooled == v.Waiting && v.Waiting >= 3, "spooled");
        }

        await using var next = await new TestStore(options).StartAsync();

        Assert.Equal((2, StrategyNames.Random, "while full"), (next.Strategies.Current.Number, next.Strategies.Current.Spec.Name, next.Strategies.Current.Reason));
        Assert.Equal(["new"], (await next.Settings.ReadAsync<string[]>("labels", Stop))!);
    }

    [Fact]
    public async Task StartWithoutTheDatabase_ItsLastRevisionCountsLater_UnderANumberThatIsFree()
    {
        var options = await postgres.OptionsAsync(StorageProviders.PostgreSql);
        await using (var first = await new TestStore(options).StartAsync())
        {
            for (var i = 0; i < 5; i++)
            {
                first.Time.Advance(TimeSpan.FromMinutes(1));
                first.Strategies.Apply(new StrategySpec { Name = i % 2 == 0 ? StrategyNames.Random : StrategyNames.RoundRobin }, "ada", $"change {i}", null);
            }
        }

        await postgres.StopAsync();
        var second = new TestStore(options);
        try
        {
            second.Time.Advance(TimeSpan.FromHours(1));
            await second.StartAsync();
            second.Time.Advance(TimeSpan.FromMinutes(1));
            second.Strategies.Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "bob", "in the dark", null);
            Assert.Equal(2, second.Strategies.Current.Number);
        }
        finally
        {
            await postgres.StartAsync();
        }

        await second.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0 }, "the database is back");
        await second.DisposeAsync();
        await using var third = await new TestStore(options).StartAsync();

        Assert.Equal((7, StrategyNames.LeastLoaded), (third.Strategies.Current.Number, third.Strategies.Current.Spec.Name));
        Assert.StartsWith("in the dark", third.Strategies.Current.Reason, StringComparison.Ordinal);
        Assert.Equal(8, third.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 7).Revision.Number);
    }

    [Fact]
    public async Task RowThatCanNeverBeStored_IsPutAside_AndTheOthersAreStored()
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(StorageProviders.PostgreSql)).StartAsync();
        await using var db = store.Connection.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE alerts ADD CONSTRAINT never CHECK (\"Rule\" <> 'refused')", Stop);
        var bad = new AlertRow { Id = Guid.CreateVersion7(), At = store.Time.GetUtcNow(), Rule = "refused", Note = "what it said" };

        await Task.WhenAll(store.AuditAsync("before"), store.Writes.AddAsync(bad), store.AuditAsync("after")).WaitAsync(TimeSpan.FromSeconds(30), Stop);

        await store.UntilAsync(v => v is { Status: StoreStatus.Ready, Waiting: 0, Rejected: 1 }, "all but the bad one are stored");
        Assert.Equal(["after", "before"], await db.Audit.Select(a => a.Action).Order().ToListAsync(Stop));
        Assert.Empty(await db.Alerts.ToListAsync(Stop));
        Assert.Contains(bad.Note, await File.ReadAllTextAsync(store.Connection.SpoolFile + ".rejected", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DecisionThatCannotBeStored_IsLostAndCounted_AndTheNextIsStored()
    {
        await using var store = await new TestStore(TestStore.Sqlite(), interceptor: new BadFirstDecision()).StartAsync();
        StoredDecisions.Add(store.Log, "bad", store.Time.GetUtcNow());
        await store.UntilAsync(v => v.DecisionsDropped > 0, "the bad one is lost");

        StoredDecisions.Add(store.Log, "good", store.Time.GetUtcNow());
        await store.UntilAsync(v => v.DecisionsStored > 0, "the good one is stored");

        Assert.NotNull(await store.Decisions.FindAsync("good", Stop));
        Assert.Null(await store.Decisions.FindAsync("bad", Stop));
        Assert.Equal(StoreStatus.Ready, store.State.View.Status);
    }

    [Fact]
    public async Task LineThatWasCutOff_DoesNotTakeTheNextOneWithIt()
    {
        var options = TestStore.Sqlite();
        Directory.CreateDirectory(Path.GetDirectoryName(options.Path)!);
        await File.WriteAllTextAsync(options.Path + ".spool", "{\"Audit\":{\"Id\":\"0193", Stop);

        await using (var full = await new TestStore(options, interceptor: new DiskFull()).StartAsync())
        {
            await full.AuditAsync("kept").WaitAsync(TimeSpan.FromSeconds(30), Stop);
            Assert.Equal(StoreStatus.Failing, full.State.View.Status);
        }

        await using var next = await new TestStore(options).StartAsync();
        Assert.Equal(["kept"], (await next.Audit.ReadAsync(new AuditFilter(), 10, Stop)).Rows.Select(r => r.Action));
    }

    [Fact]
    public async Task SecondProcessOnOneFile_LeavesTheSpoolOfTheFirstAlone()
    {
        var options = TestStore.Sqlite();
        await using var first = await new TestStore(options).StartAsync();
        await using (var second = await new TestStore(options).StartAsync())
        {
            _ = second.AuditAsync("of the second");
            await second.UntilAsync(v => v is { Status: StoreStatus.Failing, Waiting: > 0 }, "it waits in memory");
            Assert.Equal(0, second.State.View.Spooled);
        }

        Assert.False(File.Exists(options.Path + ".spool"));
        Assert.Equal(StoreStatus.Ready, first.State.View.Status);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    public async Task StoredJsonThatCannotBeRead_DoesNotKeepTheProcessFromStarting(string text)
    {
        var options = TestStore.Sqlite();
        await using (var first = await new TestStore(options).StartAsync())
        {
            first.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
            await first.Settings.WriteAsync("labels", new[] { "x" });
        }

        await using (var db = new TestStore(options).Connection.Open())
        {
            await db.Revisions.Where(r => r.Number == 2).ExecuteUpdateAsync(s => s.SetProperty(r => r.Spec, text), Stop);
            await db.Settings.ExecuteUpdateAsync(s => s.SetProperty(r => r.Value, "{"), Stop);
        }

        await using var second = await new TestStore(options).StartAsync();

        Assert.Equal(StoreStatus.Ready, second.State.View.Status);
        Assert.Null(await second.Settings.ReadAsync<string[]>("labels", Stop));
        Assert.Equal(StrategyNames.ApproximatePrefix, second.Strategies.Current.Spec.Name);

        // The number of the one that cannot be read stays taken.
        Assert.True(second.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", null).Revision.Number > 2);
    }

    /// <summary>An error that is none of the database's.</summary>
    private sealed class BadFirstDecision : DbCommandInterceptor
    {
        private bool _thrown;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!_thrown && command.CommandText.Contains("INSERT INTO \"decisions\"", StringComparison.Ordinal))
            {
                _thrown = true;
                throw new FormatException("cannot be written");
            }

            return ValueTask.FromResult(result);
        }
    }
}
