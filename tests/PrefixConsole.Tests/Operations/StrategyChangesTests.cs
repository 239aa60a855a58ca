using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Access;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Operations;

public sealed class StrategyChangesTests : IDisposable
{
    private static readonly Actor s_ada = TrialBench.Ada;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TrialBench _bench = new();
    private readonly FakeTimeProvider _time;
    private readonly StrategyStore _store;
    private readonly AuditLog _audit;
    private readonly StrategyChanges _changes;

    public StrategyChangesTests() => (_time, _store, _audit, _changes) = (_bench.Time, _bench.Store, _bench.Audit, _bench.Changes);

    [Fact]
    public async Task NotConfirmed_RevertsAtItsTimeAndSaysSo()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        Assert.Equal(new PendingChange(2, 1, _time.GetUtcNow() + s_minute, "ada"), _changes.Pending);

        _time.Advance(s_minute - TimeSpan.FromSeconds(1));
        Assert.Equal(2, _store.Current.Number);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((3, StrategyNames.ApproximatePrefix, "auto-revert"), (_store.Current.Number, _store.Current.Spec.Name, _store.Current.By));
        Assert.Null(_changes.Pending);
        var (rows, _) = await _audit.ReadAsync(new AuditFilter { Who = "auto-revert" }, 10, TestContext.Current.CancellationToken);
        Assert.Equal("strategy.revert", Assert.Single(rows).Action);
        Assert.StartsWith("""{"revision":2,"spec":{"name":"random",""", rows[0].Before, StringComparison.Ordinal);
        Assert.StartsWith("""{"revision":3,"spec":{"name":"approximate-prefix",""", rows[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmed_Stays()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        Assert.True(await _changes.ConfirmAsync(s_ada, 2));
        var entry = await _bench.LastAuditAsync();
        Assert.StartsWith("""{"revision":2,"revertsTo":1,"confirmBy":"2026-11-23T12:01:00""", entry.Before, StringComparison.Ordinal);
        Assert.Equal("""{"revision":2,"confirmed":true}""", entry.After);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((2, StrategyNames.Random), (_store.Current.Number, _store.Current.Spec.Name));
        Assert.False(await _changes.ConfirmAsync(s_ada, 2));
    }

    [Fact]
    public async Task RevertedByHand_ComesBackAtOnce()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        var result = await _changes.RevertAsync(s_ada, 2);

        Assert.True(result is { Applied: true });
        var entry = await _bench.LastAuditAsync();
        Assert.StartsWith("""{"revision":2,"spec":{"name":"random",""", entry.Before, StringComparison.Ordinal);
        Assert.StartsWith("""{"revision":3,"spec":{"name":"approximate-prefix",""", entry.After, StringComparison.Ordinal);
        Assert.Equal((3, StrategyNames.ApproximatePrefix, "ada"), (_store.Current.Number, _store.Current.Spec.Name, _store.Current.By));
        _time.Advance(s_minute);
        Assert.Equal(3, _store.Current.Number);
    }

    [Fact]
    public async Task AnotherChangeWhileWaiting_TakesOver()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        await ApplyAsync(StrategyNames.RoundRobin, null);
        Assert.Null(_changes.Pending);
        _time.Advance(s_minute);

        Assert.Equal((3, StrategyNames.RoundRobin), (_store.Current.Number, _store.Current.Spec.Name));
    }

    [Fact]
    public async Task TwoUnconfirmedChanges_RevertToTheLastThatWasSafe()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        await ApplyAsync(StrategyNames.RoundRobin, s_minute);
        Assert.Equal(1, _changes.Pending!.RevertsTo);
        _time.Advance(s_minute);

        Assert.Equal((4, StrategyNames.ApproximatePrefix), (_store.Current.Number, _store.Current.Spec.Name));
    }

    [Fact]
    public async Task Invalid_ChangesNothingAndWaitsForNothing()
    {
        var result = await _changes.ApplyAsync(s_ada, Spec("no-such"), "try", null, s_minute);

        Assert.False(result.Applied);
        Assert.Null(_changes.Pending);
        Assert.Equal(1, _store.Current.Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public async Task NoReason_AppliesNothing(string reason)
    {
        var result = await _changes.ApplyAsync(s_ada, Spec(StrategyNames.Random), reason, 1);

        Assert.Equal("reason", Assert.Single(result.Errors).Field);
        Assert.Equal(1, _store.Current.Number);
    }

    [Fact]
    public async Task Viewer_IsRefusedOnTheServer()
    {
        var viewer = new Actor("vic", Roles.Viewer, Permissions.Read, "test");

        await Assert.ThrowsAsync<NotAllowedException>(() => _changes.ApplyAsync(viewer, Spec(StrategyNames.Random), "try", null));
        await Assert.ThrowsAsync<NotAllowedException>(() => _changes.ConfirmAsync(viewer, 1));

        Assert.Equal(1, _store.Current.Number);
        var (rows, _) = await _audit.ReadAsync(new AuditFilter(), 10, TestContext.Current.CancellationToken);
        Assert.All(rows, r => Assert.Equal(("vic", "refused"), (r.Who, r.Result)));
        Assert.Equal(2, rows.Count);
    }

    [Theory]
    [InlineData(30, 2, StrategyNames.Random, true)]
    [InlineData(90, 3, StrategyNames.ApproximatePrefix, false)]
    public async Task Restart_WhileWaiting_GoesOnWithTheClock(int awaySeconds, int revision, string strategy, bool waits)
    {
        var file = Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db");
        await using (var first = await StoredAsync(file))
        {
            await first.Changes.ApplyAsync(s_ada, Spec(StrategyNames.Random), "try", 1, s_minute);
        }

        _time.Advance(TimeSpan.FromSeconds(awaySeconds));
        await using var second = await StoredAsync(file);

        Assert.Equal((revision, strategy), (second.Strategies.Current.Number, second.Strategies.Current.Spec.Name));
        Assert.Equal(waits, second.Changes.Pending is not null);
        _time.Advance(s_minute);
        Assert.Equal(StrategyNames.ApproximatePrefix, second.Strategies.Current.Spec.Name);
    }

    public void Dispose() => _bench.Dispose();

    private static StrategySpec Spec(string name) => new() { Name = name };

    private Task<ApplyResult> ApplyAsync(string strategy, TimeSpan? confirmWithin) =>
        _changes.ApplyAsync(s_ada, Spec(strategy), "because", _store.Current.Number, confirmWithin);

    private Task<StoredChanges> StoredAsync(string file) => StoredChanges.StartAsync(file, _time);
}
