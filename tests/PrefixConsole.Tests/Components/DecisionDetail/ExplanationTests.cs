using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>What would flip it, the timeline, and what was known of the caches, in each of their states.</summary>
public sealed class ExplanationTests : PageContext
{
    private IRenderedComponent<DecisionDetailPage> Show(string id) => Render<DecisionDetailPage>(p => p.Add(c => c.Id, id));

    [Fact]
    public void Flip_ByWeight_IsTheSmallestChangeInWords()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done());

        var page = Show("r-1");

        // 4.1 against 3.2; prefix 0.87 against 0.2 at weight 3: level at 3 − 0.9 ÷ 0.67 = 1.6567.
        Assert.Contains("With the weight of prefix below 1.657 instead of 3 (−44.8 %), sim-1 wins.", page.Find(Test("flip-smallest")).TextContent);
        Assert.Contains("not in the history", page.Find(Test("flip-none")).TextContent);
    }

    [Fact]
    public void Flip_ByLoad_OfTheRevisionThatDecided()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "ada", "", 1);
        var decision = DecisionSamples.Decision(
            "r-2", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", inFlight: 1, column: 0), DecisionSamples.Candidate("sim-2", inFlight: 3, column: 1)], strategy: StrategyNames.LeastLoaded, revision: 2);
        Log.Complete(Log.Record(decision), DecisionSamples.Done());

        var page = Show("r-2");

        Assert.Contains("With 3 more requests at sim-1, sim-2 wins.", page.Find(Test("flip-smallest")).TextContent);
        Assert.Contains("The active revision 2 (least-loaded) would choose sim-1 too", page.Find(Test("rerun")).TextContent);
    }

    [Fact]
    public void Flip_OfEachKind_HasItsOwnSmallestChange()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.ApproximatePrefix }, "ada", "", 1);
        var decision = DecisionSamples.Decision(
            "r-8",
            DecisionReasons.MaxScore,
            "sim-1",
            [
                DecisionSamples.Candidate("sim-1", predicted: 80, inFlight: 2, column: 0) with { Waiting = 2, KvUsage = 0.5 },
                DecisionSamples.Candidate("sim-2", predicted: 70, inFlight: 2, column: 1) with { Waiting = 2, KvUsage = 0.5 },
            ],
            [new ScorerRow("prefix", 3, [80, 70], [0.8f, 0.7f]), new ScorerRow("queue", 2, [2, 2], [1, 1]), new ScorerRow("kv-usage", 2, [0.5f, 0.5f], [0.5f, 0.5f])],
            [5.4f, 5.1f],
            0.3f,
            revision: 2);
        Log.Record(decision);

        var smallest = Show("r-8").FindAll(Test("flip-smallest")).Select(s => s.TextContent).ToArray();

        Assert.Equal(["With 1 more request at sim-1, sim-2 wins.", "With 11 more leading blocks cached, sim-2 wins."], smallest);
    }

    [Fact]
    public void Flip_OfATieThatWasDrawn_SaysSoAndTheActiveRevisionIsNoOther()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "ada", "", 1);
        foreach (var (id, winner) in new[] { ("r-9", "sim-1"), ("r-10", "sim-2") })
        {
            Log.Record(DecisionSamples.Decision(
                id,
                DecisionReasons.LeastLoaded,
                winner,
                [DecisionSamples.Candidate("sim-1", inFlight: 1, column: 0), DecisionSamples.Candidate("sim-2", inFlight: 1, column: 1)],
                strategy: StrategyNames.LeastLoaded,
                tieBreak: "random among 2",
                revision: 2));

            var page = Show(id);

            Assert.Contains("It was a tie (random among 2)", page.Find(Test("flip-none")).TextContent);
            Assert.Contains($"finds {winner} equal to the best", page.Find(Test("rerun")).TextContent);
        }
    }

    [Fact]
    public void Flip_OfATieByFewestProcessed_IsNotCalledADraw()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "ada", "", 1);
        Log.Record(DecisionSamples.Decision(
            "r-11",
            DecisionReasons.LeastLoaded,
            "sim-2",
            [DecisionSamples.Candidate("sim-1", column: 0) with { Processed = 8 }, DecisionSamples.Candidate("sim-2", column: 1) with { Processed = 7 }],
            strategy: StrategyNames.LeastLoaded,
            tieBreak: "fewest processed",
            revision: 2));

        var page = Show("r-11");

        Assert.Contains("the fewest requests ever sent decided", page.Find(Test("flip-none")).TextContent);
        Assert.Contains("would choose sim-2 too", page.Find(Test("rerun")).TextContent);
    }

    [Fact]
    public void Flip_OnlyOneCandidate_SaysSo()
    {
        Log.Record(DecisionSamples.Decision("r-3", DecisionReasons.OnlyCandidate, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]));

        Assert.Contains("Only one worker was left", Show("r-3").Find(Test("flip-none")).TextContent);
    }

    [Fact]
    public void Timeline_OfARetry_ShowsBothAttempts()
    {
        var entry = Log.Record(DecisionSamples.Decision("r-4", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)]));
        Log.Retry(entry, DecisionSamples.Scored("r-4"), AttemptFailure.Answered(503));
        Log.Complete(entry, DecisionSamples.Done());

        var steps = Show("r-4").FindAll(Test("attempt-step")).Select(s => s.Children[0].TextContent).ToArray();

        Assert.Equal(
            ["read, tokenise, hash", "decision 1: sim-1 (least-loaded)", "sim-1 answered 503 (unavailable)", "decision 1: sim-2 (max-score)", "at sim-2 until the first byte", "answer"], steps);
    }

    [Fact]
    public void Timeline_OfARunningRequest_IsOpenEnded()
    {
        Log.Record(DecisionSamples.Scored("r-5"));

        var page = Show("r-5");

        Assert.Contains("still running", page.FindAll(Test("attempt-step"))[^1].TextContent);
    }

    [Fact]
    public void Timeline_OfAFailure_SaysSo()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("r-6")), DecisionSamples.Failed());

        Assert.Contains("gave no byte: worker_unreachable", Show("r-6").FindAll(Test("attempt-step"))[^1].TextContent);
    }

    [Fact]
    public void Knowledge_OfReports_SaysHowOldTheyWereAndWhyTrustedOrThatThereAreNone()
    {
        Log.Record(DecisionSamples.Decision(
            "r-12",
            DecisionReasons.LeastLoaded,
            "sim-1",
            [
                DecisionSamples.Candidate("sim-1", column: 0) with { Trust = KvTrust.Trusted, TrustCause = "complete since the first batch", EventsAge = 35 },
                DecisionSamples.Candidate("sim-2", column: 1),
            ]));

        var page = Show("r-12");

        Assert.Equal(["trusted: complete since the first batch", "predicted only: no reports"], page.FindAll(Test("knowledge-trust")).Select(c => c.TextContent));
        Assert.Equal("35 ms old", page.FindAll(Test("knowledge-age"))[0].TextContent.Trim());
        Assert.NotNull(page.FindAll(Test("knowledge-age"))[1].QuerySelector(".missing[title*='reports nothing']"));
    }

    [Fact]
    public void Knowledge_MissingSignal_DiffersFromZero()
    {
        Log.Record(DecisionSamples.Decision(
            "r-7",
            DecisionReasons.LeastLoaded,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", predicted: 0, column: 0) with { MetricsAge = 420 }, DecisionSamples.Candidate("sim-2", predicted: 3, column: 1)]));

        var rows = Show("r-7").FindAll(Test("knowledge-row"));

        Assert.Contains("0 of 100", rows[0].TextContent);
        Assert.Contains("420 ms old", rows[0].TextContent);
        Assert.Contains("3 of 100", rows[1].TextContent);
        Assert.NotNull(rows[1].QuerySelector(".missing[title*='no signal']"));
    }
}
