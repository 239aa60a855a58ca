using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests;

/// <summary>Whoever has the database open, this program included, cannot change or take away what the audit log says.</summary>
public sealed class AuditAppendOnlyTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Attempts => new()
    {
        { StorageProviders.Sqlite, """UPDATE audit SET "Who" = 'nobody'""" },
        { StorageProviders.Sqlite, """DELETE FROM audit WHERE "Who" = 'ada'""" },
        { StorageProviders.Sqlite, "DELETE FROM audit" },
        { StorageProviders.Sqlite, """INSERT OR REPLACE INTO audit SELECT "Id", "At", 'nobody', "Role", "Origin", "Action", "Target", "Before", "After", "Result", "Note" FROM audit""" },
        { StorageProviders.PostgreSql, """UPDATE audit SET "Who" = 'nobody'""" },
        { StorageProviders.PostgreSql, """DELETE FROM audit WHERE "Who" = 'ada'""" },
        { StorageProviders.PostgreSql, "DELETE FROM audit" },
        { StorageProviders.PostgreSql, "TRUNCATE audit" },
        { StorageProviders.PostgreSql, """INSERT INTO audit SELECT * FROM audit ON CONFLICT ("Id") DO UPDATE SET "Who" = 'nobody'""" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Database_RefusesToChangeOrDelete_AndTakesMore(string provider, string attempt)
    {
        await using var store = await new TestStore(await postgres.OptionsAsync(provider)).StartAsync();
        await store.AuditAsync("strategy.apply");
        await store.UntilAsync(v => v.Waiting == 0, "the entry is stored");

        await using var db = store.Connection.Open();
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(attempt, Stop));
        await store.AuditAsync("worker.drain");
        await store.UntilAsync(v => v.Waiting == 0, "the next entry is stored");

        Assert.Contains("the audit log is append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["ada strategy.apply", "ada worker.drain"], await db.Audit.OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Who + " " + a.Action).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Retention_DeletesWhatIsTooOld_AndLeavesTheTableClosedAgain(string provider)
    {
        var options = await postgres.OptionsAsync(provider);
        await using var store = await new TestStore(options).StartAsync();
        await using var db = store.Connection.Open();
        db.Audit.AddRange(Entry("too old", store.Time.GetUtcNow() - options.AuditAge - TimeSpan.FromTicks(1)), Entry("just not", store.Time.GetUtcNow() - options.AuditAge));
        await db.SaveChangesAsync(Stop);

        await new Retention(store.State, Options.Create(options), store.Time).ApplyAsync(store.Connection, Stop);

        Assert.Equal(["just not"], await db.Audit.Select(a => a.Action).ToListAsync(Stop));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM audit", Stop));
        Assert.Equal(1, await db.Audit.CountAsync(Stop));
    }

    private static AuditRow Entry(string action, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Who = "ada",
        Role = "operator",
        Origin = "test",
        Action = action,
        Target = "t",
        Result = AuditResults.Done,
        Note = "",
    };
}
