using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Operations;

public sealed class GuardrailsTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly TrialBench _bench = new();

    [Fact]
    public void Proposed_IsPinned()
    {
        Assert.Equal(new Guardrails(5, 2, 3), Guardrails.Proposed);
        Assert.Equal((TimeSpan.FromMinutes(2), 50), (Guardrails.Window, Guardrails.LeastRequests));
    }

    [Theory]
    [InlineData(0.0, null, null, "errorPercent")]
    [InlineData(100.0, null, null, "errorPercent")]
    [InlineData(double.NaN, null, null, "errorPercent")]
    [InlineData(null, 1.0, null, "ttftTimes")]
    [InlineData(null, double.PositiveInfinity, null, "ttftTimes")]
    [InlineData(null, null, -1.0, "ttftSeconds")]
    [InlineData(null, null, 1e9, "ttftSeconds")]
    public void Check_OutOfRange_NamesTheField(double? errors, double? times, double? seconds, string field) =>
        Assert.Equal("guardrails." + field, Assert.Single(Guardrails.Check(new Guardrails(errors, times, seconds))).Field);

    [Fact]
    public async Task Errors_AboveTheLimit_RevertEarly_AndSayValueAndLimit()
    {
        await ApplyAsync(new Guardrails(ErrorPercent: 5));
        _bench.Traffic(60, (2, 40, false));
        Assert.Equal(2, _bench.Store.Current.Number);

        _bench.Traffic(10, (2, 40, true));

        Assert.Equal((3, StrategyNames.ApproximatePrefix, "guardrail"), (_bench.Store.Current.Number, _bench.Store.Current.Spec.Name, _bench.Store.Current.By));
        Assert.Null(_bench.Changes.Pending);
        var audit = await _bench.LastAuditAsync();
        Assert.Equal(("strategy.revert", "guardrail"), (audit.Action, audit.Who));
        Assert.Contains("failed requests 14.3 %, above 5 %, over the last 2 minutes (70 requests)", audit.Note, StringComparison.Ordinal);
        Assert.Equal(audit.Note, _bench.Store.Current.Reason);
    }

    [Fact]
    public async Task TooFewRequests_RevertNothing()
    {
        await ApplyAsync(new Guardrails(ErrorPercent: 5));

        _bench.Traffic(Guardrails.LeastRequests - 10, (2, 40, true));

        Assert.Equal(2, _bench.Store.Current.Number);
        Assert.Null(Assert.Single(_bench.Changes.Readings).Value);
    }

    [Fact]
    public async Task RequestsOfTheRevisionBefore_DoNotCount()
    {
        await ApplyAsync(new Guardrails(ErrorPercent: 5));

        _bench.Traffic(100, (1, 40, true), (2, 40, false));

        Assert.Equal(2, _bench.Store.Current.Number);
        Assert.Equal(0, Assert.Single(_bench.Changes.Readings).Value);
    }

    [Fact]
    public async Task Confirmed_IsNotGuardedAnyMore()
    {
        await ApplyAsync(new Guardrails(ErrorPercent: 5));
        await _bench.Changes.ConfirmAsync(TrialBench.Ada, 2);

        _bench.Traffic(100, (2, 40, true));

        Assert.Equal(2, _bench.Store.Current.Number);
        Assert.Empty(_bench.Changes.Readings);
    }

    [Fact]
    public async Task Ttft_SlowerThanTheSecondsAllowed_Reverts()
    {
        await ApplyAsync(new Guardrails(TtftSeconds: 0.2));
        _bench.Traffic(60, (2, 100, false));
        Assert.Equal(2, _bench.Store.Current.Number);

        _bench.Traffic(60, (2, 400, false));

        Assert.Equal(3, _bench.Store.Current.Number);
        Assert.Contains("TTFT p95", _bench.Store.Current.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150, 2)]
    [InlineData(400, 3)]
    public async Task Ttft_AgainstTheTimeBefore_RevertsOnlyBeyondTheFactor(int ttftMs, int revision)
    {
        await _bench.Samples.StartAsync(TestContext.Current.CancellationToken);
        _bench.Traffic(130, (1, 100, false));
        await ApplyAsync(new Guardrails(TtftTimes: 2));

        _bench.Traffic(90, (2, ttftMs, false));

        Assert.Equal(revision, _bench.Store.Current.Number);
    }

    [Fact]
    public async Task Ttft_WithNothingToCompareWith_IsRefusedAtOnce()
    {
        var result = await ApplyAsync(new Guardrails(TtftTimes: 2));

        Assert.Equal("guardrails.ttftTimes", Assert.Single(result.Errors).Field);
        Assert.Equal(1, _bench.Store.Current.Number);
    }

    [Theory]
    [InlineData(100, 100, false, true)]
    [InlineData(100, 300, false, false)]
    [InlineData(300, 300, false, true)]
    [InlineData(100, 100, true, false)]
    public async Task Trial_IsComparedWithTheActiveRevisionAtTheSameTime(int activeMs, int trialMs, bool fails, bool runs)
    {
        await _bench.Trials.BeginAsync(
            TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1, guards: new Guardrails(ErrorPercent: 5, TtftTimes: 2));

        _bench.Traffic(100, (1, activeMs, false), (2, trialMs, fails));

        Assert.Equal(runs, _bench.Store.Trial is not null);
        Assert.Equal(1, _bench.Store.Current.Number);
        if (!runs)
        {
            var audit = await _bench.LastAuditAsync();
            Assert.Equal(("trial.end", "guardrail"), (audit.Action, audit.Who));
            Assert.Contains("above", audit.Note, StringComparison.Ordinal);
            Assert.Equal(audit.Note, _bench.Store.EndedTrials[0].Why);
        }
    }

    [Fact]
    public async Task Window_ForgetsWhatIsOlder()
    {
        await ApplyAsync(new Guardrails(ErrorPercent: 30));
        _bench.Traffic(40, (2, 40, true));
        _bench.Time.Advance(TimeSpan.FromMinutes(3));

        _bench.Traffic(60, (2, 40, false));

        Assert.Equal(2, _bench.Store.Current.Number);
    }

    [Fact]
    public async Task Restart_WhilePendingOrInATrial_IsStillGuarded()
    {
        var (file, other) = (LateStore.NewFile(), LateStore.NewFile());
        await using (var first = await StoredChanges.StartAsync(file, _bench.Time))
        {
            await first.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), "try it", 1, s_hour, guards: new Guardrails(ErrorPercent: 7));
        }

        await using (var first = await StoredChanges.StartAsync(other, _bench.Time))
        {
            await first.Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1, guards: new Guardrails(TtftSeconds: 2));
        }

        await using var pending = await StoredChanges.StartAsync(file, _bench.Time);
        await using var trial = await StoredChanges.StartAsync(other, _bench.Time);

        Assert.Equal(7, Assert.Single(pending.Changes.Readings).Limit);
        Assert.Equal(2000, Assert.Single(trial.Trials.Read()!.Readings).Limit);
    }

    public void Dispose() => _bench.Dispose();

    private Task<ApplyResult> ApplyAsync(Guardrails guards) =>
        _bench.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), "try it", 1, s_hour, guards: guards);
}
