using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Operations;

public sealed class RevisionRecordsTests : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly Guardrails s_guards = new(ErrorPercent: 5, TtftSeconds: 0.2);

    private readonly TrialBench _bench = new();
    private readonly RevisionRecords _records;

    public RevisionRecordsTests() => _records = new RevisionRecords(_bench.Audit, _bench.Store);

    [Fact]
    public async Task Confirmed_TellsWithWhatAndByWhomAndWhen()
    {
        await ApplyAsync(StrategyNames.Random, s_minute, s_guards);
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        var at = _bench.Time.GetUtcNow();
        await _bench.Changes.ConfirmAsync(TrialBench.Ada, 2);

        Assert.Equal(new RevisionTerms("", s_minute, s_guards, new RevisionAct("ada", at, ""), RevisionEnding.None, null, null), await OfAsync(2));
    }

    [Fact]
    public async Task Waiting_IsNeitherConfirmedNorEnded()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);

        Assert.Equal(new RevisionTerms("", s_minute, null, null, RevisionEnding.None, null, null), await OfAsync(2));
    }

    [Fact]
    public async Task NotConfirmed_WasEndedByTime()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        _bench.Time.Advance(s_minute);

        var terms = await OfAsync(2);

        Assert.Equal((RevisionEnding.Time, "auto-revert", 3), (terms.Ending, terms.Ended!.By, terms.Next));
        Assert.Null(terms.Confirmed);
    }

    [Fact]
    public async Task GuardrailBroken_WasEndedByItAndSaysWhich()
    {
        await ApplyAsync(StrategyNames.Random, TimeSpan.FromHours(1), s_guards);
        _bench.Traffic(70, (2, 40, true));

        var terms = await OfAsync(2);

        Assert.Equal((RevisionEnding.Guardrail, "guardrail", s_guards), (terms.Ending, terms.Ended!.By, terms.Guards));
        Assert.Contains("failed requests 100 %, above 5 %", terms.Ended.Note, StringComparison.Ordinal);
        // What came back had nothing to confirm.
        Assert.Equal(new RevisionTerms("", TimeSpan.Zero, null, null, RevisionEnding.None, null, null), await OfAsync(3));
    }

    [Fact]
    public async Task RevertedByHand_WasEndedByWhoDid()
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        await _bench.Changes.RevertAsync(TrialBench.Ada, 2);

        var terms = await OfAsync(2);

        Assert.Equal((RevisionEnding.Reverted, "ada"), (terms.Ending, terms.Ended!.By));
    }

    [Theory]
    [InlineData("strategy.restore", RevisionEnding.Returned)]
    [InlineData("strategy.apply", RevisionEnding.Replaced)]
    [InlineData("strategy.scheduled", RevisionEnding.Replaced)]
    public async Task AnotherChange_TellsHowItCameAbout(string action, RevisionEnding expected)
    {
        await ApplyAsync(StrategyNames.Random, s_minute);
        await ApplyAsync(StrategyNames.RoundRobin, null, action: action);

        var terms = await OfAsync(2);

        Assert.Equal((expected, "ada", "because", 3), (terms.Ending, terms.Ended!.By, terms.Ended.Note, terms.Next));
        Assert.Equal(TimeSpan.Zero, (await OfAsync(3)).ConfirmWithin);
    }

    [Fact]
    public async Task PromotedTrial_HasTermsAndReplaces()
    {
        await _bench.Trials.StartAsync(TestContext.Current.CancellationToken);
        await _bench.Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try", 1);
        await _bench.Changes.PromoteAsync(TrialBench.Ada, null, "better", s_minute, s_guards);
        var active = _bench.Store.Current.Number;

        Assert.Equal((s_minute, s_guards), ((await OfAsync(active)).ConfirmWithin, (await OfAsync(active)).Guards));
        Assert.Equal(RevisionEnding.Replaced, (await OfAsync(1)).Ending);
    }

    [Fact]
    public async Task Configuration_HadNothingToConfirm() =>
        Assert.Equal(new RevisionTerms("", TimeSpan.Zero, null, null, RevisionEnding.None, null, null), await OfAsync(1));

    [Fact]
    public async Task EntriesNoLongerKept_SaysThatItIsNotKnown()
    {
        await ApplyAsync(StrategyNames.Random, s_minute, s_guards);
        await ApplyAsync(StrategyNames.RoundRobin, null);
        for (var i = 0; i < Storage.Audit.AuditLog.MemoryLimit; i++)
        {
            await _bench.Audit.AppendAsync("eve", "viewer", "test", "session.login", "", "done");
        }

        var terms = await OfAsync(2);

        Assert.Equal((null, null, RevisionEnding.Unknown, "ada"), (terms.ConfirmWithin, terms.Guards, terms.Ending, terms.Ended!.By));
        Assert.Contains("too old to be kept", terms.Untold, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseAway_SaysSo()
    {
        await using var late = new LateStore(LateStore.NewFile(), open: false);
        _bench.Store.Apply(TrialBench.Spec(StrategyNames.Random), "ada", "", 1);

        var terms = await new RevisionRecords(late.Audit, _bench.Store).OfAsync(_bench.Store.Current, TestContext.Current.CancellationToken);

        Assert.Contains("Shown is what is in memory", terms.Untold, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"revision":2,"spec":{}}""", true)]
    [InlineData("""{"revision":2,"confirmWithinSeconds":"<script>"}""", false)]
    [InlineData("""{"revision":7}""", false)]
    [InlineData("not json", false)]
    [InlineData(null, false)]
    public async Task EntriesOfOtherVersions_TellWhatTheySayAndNoMore(string? after, bool told)
    {
        _bench.Store.Apply(TrialBench.Spec(StrategyNames.Random), "ada", "", 1);
        await _bench.Audit.AppendAsync("ada", "operator", "test", "strategy.apply", "random", "done", after: after);

        var terms = await OfAsync(2);

        Assert.Equal((told, null, null), (terms.IsTold, terms.ConfirmWithin, terms.Guards));
    }

    [Fact]
    public async Task TheSameNumberAtAnotherTime_IsNotTaken()
    {
        await _bench.Audit.AppendAsync("eve", "operator", "test", "strategy.apply", "random", "done", after: """{"revision":2,"confirmWithinSeconds":5}""");
        await _bench.Audit.AppendAsync("eve", "operator", "test", "strategy.confirm", "revision 2", "done");
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await ApplyAsync(StrategyNames.Random, s_minute);

        Assert.Equal((s_minute, null), ((await OfAsync(2)).ConfirmWithin, (await OfAsync(2)).Confirmed));
    }

    public void Dispose() => _bench.Dispose();

    private Task<RevisionTerms> OfAsync(int number) =>
        _records.OfAsync(_bench.Store.History.Single(r => r.Number == number), TestContext.Current.CancellationToken);

    private Task<ApplyResult> ApplyAsync(string strategy, TimeSpan? confirmWithin, Guardrails? guards = null, string action = "strategy.apply") =>
        _bench.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(strategy), "because", _bench.Store.Current.Number, confirmWithin, action, guards);
}
