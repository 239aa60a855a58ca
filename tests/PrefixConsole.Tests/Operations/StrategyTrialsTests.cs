using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Operations;

public sealed class StrategyTrialsTests : IDisposable
{
    private readonly TrialBench _bench = new();

    private StrategyStore Store => _bench.Store;

    private StrategyTrials Trials => _bench.Trials;

    [Fact]
    public async Task Begin_CountsBothSidesFromTheirOwnDecisions()
    {
        _bench.Traffic(30, (1, 500, false));
        await BeginAsync();
        _bench.Traffic(60, (1, 100, false), (2, 40, false));

        var view = Trials.Read()!;

        Assert.Equal((60, 60), (view.Rest.Requests, view.Tried.Requests));
        Assert.Equal(0.5, view.MeasuredShare);
        // The requests of before do not count; estimates within 75-100 ms and 30-40 ms.
        Assert.InRange(view.Rest.FirstToken(0.95)!.Value.TotalMilliseconds, 75, 100);
        Assert.InRange(view.Tried.FirstToken(0.95)!.Value.TotalMilliseconds, 30, 40);
        Assert.NotNull(view.Tried.Facts.PredictedHitRate);
        Assert.Equal(1, view.Tried.GoodRate);
    }

    [Fact]
    public async Task Begin_IsAudited_AndASecondIsAConflict()
    {
        await BeginAsync();
        var first = await _bench.LastAuditAsync();
        Assert.Equal(("trial.start", "ada", AuditResults.Done, "try it"), (first.Action, first.Who, first.Result, first.Note));
        Assert.Contains("\"percent\":10", first.After, StringComparison.Ordinal);

        Assert.Equal(TrialRefusal.AlreadyRunning, (await BeginAsync()).Refusal);
        Assert.Equal(AuditResults.Conflict, (await _bench.LastAuditAsync()).Result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\t ")]
    public async Task Begin_WithoutAReason_StartsNothing(string reason)
    {
        var result = await Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, reason, 1);

        Assert.Equal("reason", Assert.Single(result.Errors).Field);
        Assert.Null(Store.Trial);
    }

    [Fact]
    public async Task Viewer_IsRefusedOnTheServer()
    {
        await BeginAsync();
        await Assert.ThrowsAsync<NotAllowedException>(() => Trials.BeginAsync(TrialBench.Viewer, TrialBench.Spec(StrategyNames.Random), 10, "x", 1));
        await Assert.ThrowsAsync<NotAllowedException>(() => Trials.ShareAsync(TrialBench.Viewer, 20, null));
        await Assert.ThrowsAsync<NotAllowedException>(() => Trials.EndAsync(TrialBench.Viewer, "", null));
        await Assert.ThrowsAsync<NotAllowedException>(() => _bench.Changes.PromoteAsync(TrialBench.Viewer, null, "x"));

        Assert.Equal((1, 10), (Store.Current.Number, Store.Trial!.Percent));
    }

    [Fact]
    public async Task Share_GoesOnCounting_AndAStaleTagConflicts()
    {
        var seen = (await BeginAsync()).Trial!.Tag;
        _bench.Traffic(5, (2, 40, false));

        Assert.True((await Trials.ShareAsync(TrialBench.Ada, 30, seen)).Done);
        Assert.Equal(TrialRefusal.TrialConflict, (await Trials.ShareAsync(TrialBench.Ada, 50, seen)).Refusal);
        _bench.Traffic(5, (2, 40, false));

        Assert.Equal((30, 10), (Trials.Read()!.Trial.Percent, Trials.Read()!.Tried.Requests));
    }

    [Fact]
    public async Task Promote_IsAuditedAndCanBeLeftToBeConfirmed()
    {
        var tag = (await BeginAsync()).Trial!.Tag;

        var result = await _bench.Changes.PromoteAsync(TrialBench.Ada, tag, "it was better", TimeSpan.FromMinutes(1));

        Assert.True(result.Applied);
        Assert.Equal((2, StrategyNames.Random, "it was better"), (Store.Current.Number, Store.Current.Spec.Name, Store.Current.Reason));
        Assert.Equal("trial.promote", (await _bench.LastAuditAsync()).Action);
        Assert.Null(Trials.Read());
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((3, StrategyNames.ApproximatePrefix), (Store.Current.Number, Store.Current.Spec.Name));
    }

    [Fact]
    public async Task EndAfter_EndsByItselfAndSaysSo()
    {
        await BeginAsync(TimeSpan.FromMinutes(15));
        _bench.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.NotNull(Store.Trial);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Store.Trial);
        Assert.Equal(("auto-end", "its time was over"), (Store.EndedTrials[0].EndedBy, Store.EndedTrials[0].Why));
        var entry = await _bench.LastAuditAsync();
        Assert.Equal(("trial.end", "auto-end", null), (entry.Action, entry.Who, entry.After));
        Assert.StartsWith("""{"revision":2,"percent":10,"spec":{"name":"random",""", entry.Before, StringComparison.Ordinal);
        Assert.EndsWith(",\"endBy\":\"2026-11-23T12:15:00+00:00\"}", entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherChangeForAll_EndsIt_WithAnEntryOfItsOwn()
    {
        await BeginAsync();

        await _bench.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.RoundRobin), "incident", 1);

        var (rows, _) = await _bench.Audit.ReadAsync(new() { Action = "trial.end" }, 5, TestContext.Current.CancellationToken);
        Assert.Equal("revision 3 was applied to all", Assert.Single(rows).Note);
        Assert.StartsWith("""{"revision":2,"percent":10,"spec":{"name":"random",""", rows[0].Before, StringComparison.Ordinal);
        Assert.Null(Trials.Read());
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(20 * 60, false)]
    public async Task Restart_GoesOnWithItsShareItsVersionAndItsClock(int awaySeconds, bool runs)
    {
        var file = LateStore.NewFile();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using (var first = await StoredChanges.StartAsync(file, time))
        {
            var trial = await first.Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1, TimeSpan.FromMinutes(15));
            await first.Trials.ShareAsync(TrialBench.Ada, 25, trial.Trial!.Tag);
        }

        time.Advance(TimeSpan.FromSeconds(awaySeconds));
        await using var second = await StoredChanges.StartAsync(file, time);

        if (runs)
        {
            var view = second.Trials.Read()!;
            Assert.Equal((25, new TrialTag(2, 2), StrategyNames.Random), (view.Trial.Percent, view.Trial.Tag, view.Trial.Revision.Spec.Name));
            Assert.Equal((time.GetUtcNow(), 1), (view.Since, second.Strategies.Current.Number));
            time.Advance(TimeSpan.FromMinutes(15));
        }

        await Whole.Eventually.TrueAsync(() => second.Strategies.Trial is null, "its time is over");
        Assert.Equal("its time was over", second.Strategies.EndedTrials[0].Why);
        // The number of the trial is not given again: decisions carry it.
        Assert.Equal(3, second.Strategies.Apply(TrialBench.Spec(StrategyNames.RoundRobin), "ada", "next", null).Revision.Number);
    }

    [Fact]
    public async Task Restart_AfterItEnded_KnowsItsNumberAndItsEnd()
    {
        var file = LateStore.NewFile();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using (var first = await StoredChanges.StartAsync(file, time))
        {
            await first.Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1);
            await first.Trials.EndAsync(TrialBench.Ada, "no gain", null);
        }

        await using var second = await StoredChanges.StartAsync(file, time);

        Assert.Null(second.Strategies.Trial);
        Assert.Equal(("no gain", "ada"), (Assert.Single(second.Strategies.EndedTrials).Why, second.Strategies.EndedTrials[0].EndedBy));
        Assert.Equal(StrategyNames.Random, second.Strategies.Find(2)!.Spec.Name);
        Assert.Equal(3, second.Strategies.Apply(TrialBench.Spec(StrategyNames.RoundRobin), "ada", "next", null).Revision.Number);
    }

    public void Dispose() => _bench.Dispose();

    private Task<TrialResult> BeginAsync(TimeSpan? endAfter = null, Guardrails? guards = null) =>
        Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1, endAfter, guards);
}
