using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>How old the inputs of the matrix were, and which were missing.</summary>
public sealed class InputAgeTests : PageContext
{
    private static DecisionCandidate Seen(int? metricsAge = null, KvTrust trust = KvTrust.NotReporting, int? eventsAge = null) =>
        DecisionSamples.Candidate("sim-1", column: 0) with { MetricsAge = metricsAge, Trust = trust, EventsAge = eventsAge };

    [Theory]
    [InlineData(420, true, InputState.Fresh, "The engine's own number, 420 ms old")]
    [InlineData(420, false, InputState.Missing, "The engine does not report it; its other numbers were 420 ms old")]
    [InlineData(null, true, InputState.Fresh, "The engine's own number; its age is not recorded")]
    [InlineData(null, false, InputState.Missing, "The engine had no number that was fresh enough to count; that is not zero")]
    internal void OfMetrics_SaysTheAgeOrThatThereIsNone(int? age, bool known, InputState state, string words) =>
        Assert.Equal(new InputAge(words, state), InputAge.OfMetrics(Seen(age), known));

    [Theory]
    [InlineData(KvTrust.Trusted, 40, InputState.Fresh, "Its report; last batch of KV events 35 ms old")]
    [InlineData(KvTrust.CatchingUp, 40, InputState.Stale, "Its report was catching up; last batch of KV events 35 ms old")]
    [InlineData(KvTrust.Silent, 40, InputState.Stale, "Its report was silent; last batch of KV events 35 ms old")]
    [InlineData(KvTrust.NotReporting, 40, InputState.Missing, "It reports nothing of its cache")]
    [InlineData(KvTrust.Trusted, 0, InputState.Missing, "The prompt's tokens were not known, so its report could not be asked; last batch of KV events 35 ms old")]
    internal void OfReports_SaysTheAgeAndHowFarItIsTrusted(KvTrust trust, int tokenBlocks, InputState state, string words) =>
        Assert.Equal(new InputAge(words, state), InputAge.OfReports(Seen(trust: trust, eventsAge: 35), tokenBlocks));

    [Theory]
    [InlineData(ScorerNames.Queue, true, InputState.Fresh, "420 ms old")]
    [InlineData(ScorerNames.Queue, false, InputState.Missing, "our own count of requests in flight stood in")]
    [InlineData(ScorerNames.KvUsage, false, InputState.Missing, "does not report it")]
    [InlineData(ScorerNames.Prefix, true, InputState.Fresh, "own record of what it sent")]
    [InlineData(ScorerNames.ActiveRequests, true, InputState.Fresh, "own count")]
    [InlineData(ScorerNames.NoHitLru, false, InputState.Missing, "somebody holds a part")]
    [InlineData(ScorerNames.ReportedPrefix, true, InputState.Fresh, "It reports nothing of its cache, so what is predicted counts")]
    internal void OfScorer_GoesByWhatTheScorerReads(string scorer, bool known, InputState state, string words)
    {
        var age = InputAge.OfScorer(scorer, Seen(420), 40, known);

        Assert.Equal(state, age.State);
        Assert.Contains(words, age.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_MarksStaleReportsAndSaysWhatTheMarkMeans()
    {
        Log.Record(ReportedDecisions.Make(StrategyNames.PrecisePrefix));

        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r1"));
        var rows = page.FindAll(Test("candidate-row")).ToDictionary(row => row.GetAttribute("data-worker")!);

        Assert.Equal(
            ["behind", "mute", "wrong"], rows.Where(r => r.Value.QuerySelector(Test("candidate-reported") + " .stale") is not null).Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.Single(page.FindAll(Test("stale-legend")));
        Assert.Contains("what is predicted counts instead", rows["mute"].QuerySelector(Test("candidate-raw") + "[title*='silent']")!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_MissingNumber_IsNoZeroAndSaysWhy()
    {
        Log.Record(DecisionSamples.Decision(
            "r",
            DecisionReasons.MaxScore,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", column: 0) with { Waiting = 0, MetricsAge = 420 }, DecisionSamples.Candidate("sim-2", column: 1)],
            [new ScorerRow("queue", 1, [0, float.NaN], [1, 0.5f])],
            [1, 0.5f],
            0.5f));

        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r"));
        var waiting = page.FindAll(Test("candidate-waiting"));
        var raw = page.FindAll(Test("candidate-raw"));

        Assert.Equal(["0", "—"], waiting.Select(c => c.TextContent));
        Assert.Equal("The engine's own number, 420 ms old", waiting[0].GetAttribute("title"));
        Assert.Contains("missing", waiting[1].ClassList);
        Assert.Equal(["0", "no signal"], raw.Select(c => c.TextContent));
        Assert.Contains("stood in", raw[1].GetAttribute("title"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Test("stale-legend")));
    }
}
