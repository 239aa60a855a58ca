using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>Why the winner and not the runner-up: steps that add up to the margin.</summary>
public sealed class LeadTests : PageContext
{
    private IRenderedComponent<LeadSection> Show(RoutingDecision decision) =>
        Render<LeadSection>(p => p.Add(c => c.Decision, decision).Add(c => c.Matrix, DecisionMatrix.Of(decision)));

    /// <summary>sim-1 has the prefix, sim-2 the shorter queue; sim-4 is far behind and sim-3, who scored nothing, was removed.</summary>
    private static RoutingDecision Close(string winner = "sim-1", string reason = DecisionReasons.MaxScore, string tieBreak = "", string picker = "max-score") => DecisionSamples.Decision(
        "r",
        reason,
        winner,
        [
            DecisionSamples.Candidate("sim-3", 100, removedBy: "utilization"),
            DecisionSamples.Candidate("sim-4", 0, column: 0),
            DecisionSamples.Candidate("sim-1", 90, column: 1),
            DecisionSamples.Candidate("sim-2", 20, column: 2),
        ],
        [new ScorerRow("prefix", 3, [0, 90, 20], [0, 0.9f, 0.2f]), new ScorerRow("queue", 2, [5, 9, 0], [0.5f, 0.1f, 1])],
        [1, 2.9f, 2.6f],
        winner == "sim-1" ? 0.3f : -0.3f,
        tieBreak: tieBreak,
        picker: picker);

    [Fact]
    public void Of_TwoScorers_AddsUpToTheMarginOverTheBestThatWasNotRemoved()
    {
        var lead = ScoreLead.Of(DecisionMatrix.Of(Close()))!;

        Assert.Equal(("sim-1", "sim-2"), (lead.Winner.Worker, lead.RunnerUp.Worker));
        Assert.Equal(["prefix", "queue"], lead.Steps.Select(s => s.Name));
        Assert.Equal([2.1, -1.8], lead.Steps.Select(s => Math.Round(s.Adds, 5)));
        Assert.Equal([2.1, 0.3], lead.Steps.Select(s => Math.Round(s.To, 5)));
        Assert.Equal(Close().Margin!.Value, lead.Margin, 5);
    }

    [Fact]
    public void BarOf_Steps_LieBetweenTheLowestAndTheHighestLead()
    {
        // −0.3 in the end: the scale goes from −2.1 to 0.
        var lead = ScoreLead.Of(DecisionMatrix.Of(Close("sim-2", DecisionReasons.WeightedRandom)))!;

        Assert.Equal((-2.1, 0.0), (Math.Round(lead.Low, 5), lead.High));
        var first = lead.BarOf(lead.Steps[0].From, lead.Steps[0].To);
        var second = lead.BarOf(lead.Steps[1].From, lead.Steps[1].To);
        Assert.Equal((0.0, 1.0), (Math.Round(first.Start, 5), Math.Round(first.Length, 5)));
        Assert.Equal((0.0, Math.Round(1.8 / 2.1, 5)), (Math.Round(second.Start, 5), Math.Round(second.Length, 5)));
    }

    [Fact]
    public void Of_ACost_AddsUpTermByTermAndTheLowerOneLeads()
    {
        var decision = ReportedDecisions.Make(StrategyNames.DynamoCost);

        var lead = ScoreLead.Of(DecisionMatrix.Of(decision))!;

        Assert.Equal(("trusted", "behind"), (lead.Winner.Worker, lead.RunnerUp.Worker));
        Assert.Equal(
            ["dynamo-cost: prefill-blocks", "dynamo-cost: overlap-credit", "dynamo-cost: decode-blocks", "dynamo-cost: active-requests"], lead.Steps.Select(s => s.Name));

        // 52.5 blocks against 72, of costs from 52.5 to 80: the credit of 27.5 against 8 is all of it.
        Assert.Equal([0, 19.5 / 27.5, 0, 0], lead.Steps.Select(s => s.Adds));
        Assert.Equal(decision.Margin!.Value, lead.Margin, 5);
    }

    [Fact]
    public void Of_ACostWhoseTermsDoNotAddUp_StaysOneStep()
    {
        var decision = DecisionSamples.Decision(
            "r",
            DecisionReasons.MaxScore,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)],
            [new ScorerRow("dynamo-cost", 1, [10, 30], [1, 0], ["prefill-blocks"], [10, 10])],
            [1, 0],
            1);

        var step = Assert.Single(ScoreLead.Of(DecisionMatrix.Of(decision))!.Steps);

        Assert.Equal(("dynamo-cost", "", 1.0), (step.Name, step.Unit, step.Adds));
    }

    [Fact]
    public void Of_EqualCosts_IsALeadOfNothing()
    {
        var decision = DecisionSamples.Decision(
            "r",
            DecisionReasons.MaxScore,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)],
            [new ScorerRow("dynamo-cost", 1, [10, 10], [1, 1], ["prefill-blocks"], [10, 10])],
            [1, 1],
            0,
            tieBreak: "random among 2");

        var lead = ScoreLead.Of(DecisionMatrix.Of(decision))!;

        Assert.Equal(0, lead.Margin);
        Assert.Equal((0.0, 0.0), lead.BarOf(0, 0));
        Assert.Contains("sim-1 and sim-2 are level: the tie-break decided.", Show(decision).Find(Test("lead-words")).TextContent);
    }

    [Fact]
    public void Section_ShowsBarsSumAndTheTableBehind()
    {
        var section = Show(Close());

        Assert.Equal("Why sim-1 and not sim-2", section.Find("h2").TextContent);
        Assert.Equal("sim-1 leads sim-2 by 0.3, and the highest total wins.", section.Find(Test("lead-words")).TextContent);
        Assert.Equal("Lead of sim-1 over sim-2: prefix +2.1, queue −1.8; margin +0.3", section.Find(Test("lead-bars")).GetAttribute("aria-label"));
        Assert.Single(section.FindAll(Test("lead-bars") + " .against"));
        Assert.Empty(section.FindAll(Test("lead-cost")));

        section.Find("summary").Click();

        Assert.Equal(
            [["prefix", "2.7", "0.6", "+2.1", "+2.1"], ["queue", "0.2", "2", "−1.8", "+0.3"]],
            section.FindAll(Test("lead-row")).Select(r => r.Children.Select(c => c.TextContent).ToArray()));
        Assert.Equal(["total", "2.9", "2.6", "+0.3", ""], section.Find(Test("lead-sum")).Children.Select(c => c.TextContent));
    }

    [Fact]
    public void Section_OfACost_SaysWhatIsSummed()
    {
        var section = Show(ReportedDecisions.Make(StrategyNames.DynamoCost));
        section.Find("summary").Click();

        Assert.Contains("the lower one is better", section.Find(Test("lead-cost")).TextContent);
        Assert.Equal(["dynamo-cost: overlap-credit", "27.5 blocks", "8 blocks"], section.FindAll(Test("lead-row"))[1].Children.Take(3).Select(c => c.TextContent));
    }

    [Theory]
    [InlineData("sim-2", DecisionReasons.WeightedRandom, "", "sim-2 is 0.3 behind sim-1. The totals weigh the draw")]
    [InlineData("sim-1", DecisionReasons.WeightedRandom, "", "sim-1 leads sim-2 by 0.3. The totals weigh the draw")]
    [InlineData("sim-2", DecisionReasons.PowerOfTwo, "", "sim-2 is 0.3 behind sim-1, but the totals did not decide: less loaded of two drawn at random.")]
    public void Section_WhereTotalsDidNotDecide_SaysSo(string winner, string reason, string tieBreak, string expected) =>
        Assert.StartsWith(expected, Show(Close(winner, reason, tieBreak)).Find(Test("lead-words")).TextContent, StringComparison.Ordinal);

    [Fact]
    public void Section_WithoutAnother_SaysSo()
    {
        var alone = DecisionSamples.Decision(
            "r", DecisionReasons.OnlyCandidate, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-3", removedBy: "utilization")], [new ScorerRow("prefix", 1, [1], [1])], [1]);

        Assert.Equal("There is no other candidate: the other worker was removed.", Show(alone).Find(Test("lead-none")).TextContent);
    }

    [Fact]
    public void Section_WithoutScores_SaysSo()
    {
        var drawn = DecisionSamples.Decision("r", DecisionReasons.Random, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)]);

        Assert.Contains("adds up no scores", Show(drawn).Find(Test("lead-none")).TextContent);
    }

    [Fact]
    public void Page_WithoutAWinner_HasNoSuchSection()
    {
        Log.Record(DecisionSamples.Decision("r-0", DecisionReasons.AllFiltered, null, [DecisionSamples.Candidate("sim-3", removedBy: "utilization")]));
        Log.Record(DecisionSamples.Scored("r-1"));

        Assert.Empty(Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r-0")).FindAll(Test("lead")));
        Assert.Single(Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r-1")).FindAll(Test("lead")));
    }
}
