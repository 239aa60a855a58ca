using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
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
    public void Flip_OnlyOneCandidate_SaysSo()
    {
        Log.Record(DecisionSamples.Decision("r-3", DecisionReasons.OnlyCandidate, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]));

        Assert.Contains("Only one worker was left", Show("r-3").Find(Test("flip-none")).TextContent);
    }

    [Fact]
    public void Timeline_OfARetry_ShowsBothAttempts()
    {
        var entry = Log.Record(DecisionSamples.Decision("r-4", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)]));
        Log.Retry(entry, DecisionSamples.Scored("r-4"));
        Log.Complete(entry, DecisionSamples.Done());

        var steps = Show("r-4").FindAll(Test("attempt-step")).Select(s => s.Children[0].TextContent).ToArray();

        Assert.Equal(
            ["read, tokenise, hash", "decision 1: sim-1 (least-loaded)", "sim-1 failed before its first byte", "decision 1: sim-2 (max-score)", "at sim-2 until the first byte", "answer"], steps);
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
