using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests;

/// <summary>Databases of earlier versions, with rows in them.</summary>
public sealed class MigrationTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProviders.Sqlite, 0)]
    [InlineData(StorageProviders.Sqlite, 1)]
    [InlineData(StorageProviders.PostgreSql, 0)]
    [InlineData(StorageProviders.PostgreSql, 1)]
    public async Task DatabaseOfAnEarlierVersion_IsBroughtUpToDate_WithAllItsRows(string provider, int version)
    {
        var options = await postgres.OptionsAsync(provider);
        await using (var first = await new TestStore(options).StartAsync())
        {
            Assert.True(first.Strategies.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "try it", 1).Applied);
            await first.AuditAsync("strategy.apply");
            await first.Settings.WriteAsync("labels", new[] { "x" });
            StoredDecisions.Add(first.Log, "r1");
            await first.UntilAsync(v => v is { Waiting: 0, DecisionsStored: > 0 }, "all is stored");
            await using var db = first.Connection.Open();
            db.Samples.Add(new SampleRow { At = first.Time.GetUtcNow().ToUnixTimeSeconds(), Requests = 7, TtftP50 = 12 });
            await db.SaveChangesAsync(Stop);
        }

        await using (var db = new TestStore(options).Connection.Open())
        {
            var earlier = db.Database.GetMigrations().ElementAt(version);
            await db.GetService<IMigrator>().MigrateAsync(earlier, Stop);
            Assert.Equal(earlier, (await db.Database.GetAppliedMigrationsAsync(Stop)).Last());

            // Of both earlier versions: the audit log was not closed yet.
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("""UPDATE audit SET "Note" = 'as it was'""", Stop));
        }

        await using var second = await new TestStore(options).StartAsync();

        Assert.Equal(StoreStatus.Ready, second.State.View.Status);
        Assert.Equal((2, StrategyNames.Random, "ada"), (second.Strategies.Current.Number, second.Strategies.Current.Spec.Name, second.Strategies.Current.By));
        Assert.Equal(["as it was"], (await second.Audit.ReadAsync(new AuditFilter(), 10, Stop)).Rows.Select(a => a.Note));
        Assert.Equal(["x"], (await second.Settings.ReadAsync<string[]>("labels", Stop))!);
        Assert.NotNull(await second.Decisions.FindAsync("r1", Stop));
        await using var now = second.Connection.Open();
        var sample = Assert.Single(await now.Samples.ToListAsync(Stop));
        Assert.Equal((7, 12.0), (sample.Requests, sample.TtftP50));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => now.Database.ExecuteSqlRawAsync("""UPDATE audit SET "Note" = 'x'""", Stop));
    }
}
