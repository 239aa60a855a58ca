using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

public sealed class ScheduledChangesTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly TrialBench _bench = new();

    private ScheduledChanges Schedule => _bench.Schedule;

    [Fact]
    public async Task AtItsTime_IsAppliedAsPlanned_InTheNameOfWhoPlannedIt()
    {
        await PlanAsync(s_hour, confirmWithin: TimeSpan.FromMinutes(5));
        _bench.Time.Advance(s_hour - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _bench.Store.Current.Number);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((2, StrategyNames.Random, "ada", "for the night"), (_bench.Store.Current.Number, _bench.Store.Current.Spec.Name, _bench.Store.Current.By, _bench.Store.Current.Reason));
        Assert.Equal(_bench.Time.GetUtcNow() + TimeSpan.FromMinutes(5), _bench.Changes.Pending!.ConfirmBy);
        Assert.Empty(Schedule.Planned);
        Assert.Equal((ScheduleOutcome.Applied, "as revision 2"), (Assert.Single(Schedule.Notes).Outcome, Schedule.Notes[0].Why));
        var audit = await _bench.LastAuditAsync();
        Assert.Equal(("strategy.scheduled", "ada", "schedule", AuditResults.Done), (audit.Action, audit.Who, audit.Role, audit.Result));
    }

    [Fact]
    public async Task AnotherRevisionFirst_IsRefused_AndSaysSo()
    {
        await PlanAsync(s_hour);
        await _bench.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.RoundRobin), "incident", 1);

        _bench.Time.Advance(s_hour);

        Assert.Equal((2, StrategyNames.RoundRobin), (_bench.Store.Current.Number, _bench.Store.Current.Spec.Name));
        Assert.Equal((ScheduleOutcome.Refused, "revision 2 came first: it was planned against revision 1"), (Schedule.Notes[0].Outcome, Schedule.Notes[0].Why));
        Assert.Equal(("strategy.scheduled", AuditResults.Conflict), ((await _bench.LastAuditAsync()).Action, (await _bench.LastAuditAsync()).Result));
    }

    [Fact]
    public async Task GuardThatCannotBeMeasuredThen_IsRefused()
    {
        await PlanAsync(s_hour, TimeSpan.FromMinutes(5), new Guardrails(TtftTimes: 2));

        _bench.Time.Advance(s_hour);

        Assert.Equal(1, _bench.Store.Current.Number);
        Assert.Equal(ScheduleOutcome.Refused, Schedule.Notes[0].Outcome);
        Assert.Contains("nothing to compare with", Schedule.Notes[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_AreAppliedInTheirOrder_TheSecondIsRefused()
    {
        await PlanAsync(2 * s_hour);
        await PlanAsync(s_hour);
        Assert.Equal([1, 2], Schedule.Planned.Select(c => (c.At - _bench.Time.GetUtcNow()).TotalHours));

        _bench.Time.Advance(s_hour);
        _bench.Time.Advance(s_hour);

        Assert.Equal([ScheduleOutcome.Refused, ScheduleOutcome.Applied], Schedule.Notes.Select(n => n.Outcome));
    }

    [Fact]
    public async Task Cancelled_IsNotApplied()
    {
        var plan = (await PlanAsync(s_hour)).Change!;
        var planned = await _bench.LastAuditAsync();
        Assert.True(await Schedule.CancelAsync(TrialBench.Ada, plan.Id));
        var entry = await _bench.LastAuditAsync();
        Assert.Equal(("strategy.unschedule", planned.After, null), (entry.Action, entry.Before, entry.After));
        Assert.Contains("for the night", entry.Before, StringComparison.Ordinal);
        Assert.False(await Schedule.CancelAsync(TrialBench.Ada, plan.Id));
        _bench.Time.Advance(2 * s_hour);

        Assert.Equal(1, _bench.Store.Current.Number);
        Assert.Equal(ScheduleOutcome.Cancelled, Assert.Single(Schedule.Notes).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData((30 * 24 * 3600) + 1)]
    public async Task TimePastOrTooFar_PlansNothing(int seconds)
    {
        var result = await PlanAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal("at", Assert.Single(result.Errors).Field);
        Assert.Empty(Schedule.Planned);
    }

    [Fact]
    public async Task InvalidOrStaleOrTooMany_PlanNothing()
    {
        Assert.Contains((await PlanAsync(s_hour, strategy: "no-such")).Errors, e => e.Field == "name");
        Assert.Contains((await PlanAsync(s_hour, reason: " ")).Errors, e => e.Field == "reason");
        Assert.True((await PlanAsync(s_hour, expected: 7)).Conflict);
        for (var i = 0; i < ScheduledChanges.MostPlanned; i++)
        {
            Assert.NotNull((await PlanAsync(s_hour)).Change);
        }

        Assert.Equal("at", Assert.Single((await PlanAsync(s_hour)).Errors).Field);
    }

    [Fact]
    public async Task Viewer_IsRefusedOnTheServer()
    {
        var plan = (await PlanAsync(s_hour)).Change!;

        await Assert.ThrowsAsync<NotAllowedException>(() => Schedule.PlanAsync(TrialBench.Viewer, plan, 1));
        await Assert.ThrowsAsync<NotAllowedException>(() => Schedule.CancelAsync(TrialBench.Viewer, plan.Id));
        Assert.Single(Schedule.Planned);
    }

    [Theory]
    [InlineData(30, 1, true)]
    [InlineData(90, 1, false)]
    public async Task Restart_GoesOnWithWhatIsToCome_AndNotesWhatWasMissed(int awayMinutes, int revision, bool planned)
    {
        var file = LateStore.NewFile();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using (var first = await StoredChanges.StartAsync(file, time))
        {
            var plan = new ScheduledChange("", time.GetUtcNow() + s_hour, TrialBench.Spec(StrategyNames.Random), "for the night", "", 0, null, null);
            await first.Schedule.PlanAsync(TrialBench.Ada, plan, 1);
        }

        time.Advance(TimeSpan.FromMinutes(awayMinutes));
        await using var second = await StoredChanges.StartAsync(file, time);

        Assert.Equal((revision, planned ? 1 : 0), (second.Strategies.Current.Number, second.Schedule.Planned.Count));
        time.Advance(TimeSpan.FromMinutes(30));
        await Eventually.TrueAsync(() => second.Schedule.Notes.Count == 1, "it was settled");
        Assert.Equal(planned ? ScheduleOutcome.Applied : ScheduleOutcome.Missed, second.Schedule.Notes[0].Outcome);
        Assert.Equal(planned ? StrategyNames.Random : StrategyNames.ApproximatePrefix, second.Strategies.Current.Spec.Name);
    }

    [Fact]
    public async Task DatabaseAwayForWholeRuns_WhatWasPlannedAndCancelledMeanwhile_IsNotLost()
    {
        var file = LateStore.NewFile();
        var start = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await LateAsync(file, open: true, start, bench => PlanAsync(bench, 5 * s_hour, "kept"));
        await LateAsync(file, open: false, start, async bench =>
        {
            await PlanAsync(bench, 4 * s_hour, "meanwhile");
            await PlanAsync(bench, s_hour, "missed");
            var cancelled = await PlanAsync(bench, 3 * s_hour, "cancelled");
            await bench.Schedule.CancelAsync(TrialBench.Ada, cancelled.Change!.Id);
        });
        await LateAsync(file, open: false, start + (2 * s_hour), bench =>
        {
            Assert.Equal(["meanwhile"], bench.Schedule.Planned.Select(c => c.Reason));
            Assert.Equal([("missed", ScheduleOutcome.Missed), ("cancelled", ScheduleOutcome.Cancelled)], bench.Schedule.Notes.Select(n => (n.Change.Reason, n.Outcome)));
            return Task.CompletedTask;
        });

        await LateAsync(file, open: true, start + (2 * s_hour), bench =>
        {
            Assert.Equal(["meanwhile", "kept"], bench.Schedule.Planned.Select(c => c.Reason));
            Assert.Equal([("missed", ScheduleOutcome.Missed), ("cancelled", ScheduleOutcome.Cancelled)], bench.Schedule.Notes.Select(n => (n.Change.Reason, n.Outcome)));
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _bench.Dispose();

    private static async Task LateAsync(string file, bool open, DateTimeOffset at, Func<TrialBench, Task> act)
    {
        await using var store = await new LateStore(file, open).StartAsync();
        using var bench = new TrialBench(store, at);
        await bench.Schedule.StartAsync(TestContext.Current.CancellationToken);
        await act(bench);
        await bench.Schedule.StopAsync(TestContext.Current.CancellationToken);
    }

    private static Task<ScheduleResult> PlanAsync(TrialBench bench, TimeSpan ahead, string reason) => bench.Schedule.PlanAsync(
        TrialBench.Ada, new ScheduledChange("", bench.Time.GetUtcNow() + ahead, TrialBench.Spec(StrategyNames.Random), reason, "", 0, null, null), 1);

    private Task<ScheduleResult> PlanAsync(
        TimeSpan ahead, TimeSpan? confirmWithin = null, Guardrails? guards = null, string strategy = StrategyNames.Random, string reason = "for the night", int expected = 1) =>
        Schedule.PlanAsync(
            TrialBench.Ada,
            new ScheduledChange("", _bench.Time.GetUtcNow() + ahead, TrialBench.Spec(strategy), reason, "", 0, confirmWithin, guards),
            expected);
}
