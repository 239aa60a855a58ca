using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

public sealed class DecisionMatrixTests
{
    [Fact]
    public void Of_ScoredDecision_OrdersByTotalWithRemovedLast()
    {
        var matrix = DecisionMatrix.Of(DecisionSamples.Scored());

        Assert.Equal(["sim-2", "sim-1", "sim-3"], matrix.Rows.Select(r => r.Worker));
        Assert.True(matrix.Rows[0].Winner);
        Assert.True(matrix.Rows[2].Removed);
        Assert.Null(matrix.Rows[2].Total);
        Assert.Empty(matrix.Rows[2].Cells);
        Assert.Equal("sim-1", matrix.RunnerUp!.Worker);
        Assert.Equal(4.1f, matrix.LargestTotal);
    }

    [Fact]
    public void Of_MissingSignal_HasNoRawButKeepsScoreAndContribution()
    {
        var cell = DecisionMatrix.Of(DecisionSamples.Scored()).Rows[1].Cells[1];

        Assert.Null(cell.Raw);
        Assert.Equal(1, cell.Score);
        Assert.Equal(2, cell.Contribution);
        Assert.True(cell.Best);
    }

    [Fact]
    public void Of_Contribution_IsWeightTimesScore()
    {
        var matrix = DecisionMatrix.Of(DecisionSamples.Scored());

        Assert.Equal(3 * 0.87f, matrix.Rows[0].Cells[0].Contribution);
        Assert.Equal(87, matrix.Rows[0].Cells[0].Raw);
        Assert.Equal(0.87, matrix.Rows[0].PrefixShare);
    }

    [Fact]
    public void Of_AllScoreTheSame_MarksNoneAsBest()
    {
        var decision = DecisionSamples.Decision(
            "r", DecisionReasons.MaxScore, "a",
            [DecisionSamples.Candidate("a", column: 0), DecisionSamples.Candidate("b", column: 1)],
            [new ScorerRow("queue", 1, [0, 0], [1, 1])], [1, 1], 0);

        Assert.All(DecisionMatrix.Of(decision).Rows, row => Assert.False(row.Cells[0].Best));
    }

    [Fact]
    public void Of_NoScorers_HasNoTotals()
    {
        var decision = DecisionSamples.Decision("r", DecisionReasons.Random, "a", [DecisionSamples.Candidate("a", column: 0)]);

        var matrix = DecisionMatrix.Of(decision);

        Assert.Empty(matrix.Columns);
        Assert.Null(Assert.Single(matrix.Rows).Total);
    }

    [Fact]
    public void Of_PromptShorterThanABlock_HasNoPrefixShare()
    {
        var decision = DecisionSamples.Decision(
            "r", DecisionReasons.CacheMiss, "a", [DecisionSamples.Candidate("a", column: 0)], request: DecisionSamples.Request("r", 0));

        Assert.Null(DecisionMatrix.Of(decision).Rows[0].PrefixShare);
    }

    [Fact]
    public void Of_CostStrategy_KeepsTheTermsOfTheCost()
    {
        var row = DecisionMatrix.Of(ReportedDecisions.Make(StrategyNames.DynamoCost)).Winner!;

        Assert.Equal("trusted", row.Worker);
        var explained = Assert.Single(row.Terms);
        Assert.Equal(ScorerNames.DynamoCost, explained.Scorer);

        // 40 blocks to prefill, of which 20 + 0.75 × 10 are credited; 40 to decode
        (string, float?)[] expected = [("prefill-blocks", 40), ("overlap-credit", 27.5f), ("decode-blocks", 40), ("active-requests", 0)];
        Assert.Equal(expected, explained.Terms);
        Assert.Equal(52.5f, row.Cells[0].Raw);
    }

    [Fact]
    public void Of_ReportedOverlap_CountsAsFarAsItIsTrusted()
    {
        var rows = DecisionMatrix.Of(ReportedDecisions.Make(StrategyNames.PrecisePrefix)).Rows.ToDictionary(row => row.Worker);

        Assert.Equal(
            [("trusted", 0.75, 0.75), ("behind", 0.2, 0.2), ("wrong", 1, 0), ("mute", 1, 0), ("plain", null, 0.0)],
            new[] { "trusted", "behind", "wrong", "mute", "plain" }.Select(w => (w, rows[w].ReportedShare, rows[w].CountedShare)));
        Assert.All(rows.Values, row => Assert.Empty(row.Terms));
    }

    [Fact]
    public void Of_NoTokens_CountsThePredicted()
    {
        var rows = DecisionMatrix.Of(ReportedDecisions.Make(StrategyNames.PrecisePrefix, tokens: false)).Rows;

        Assert.All(rows, row => Assert.Equal((null, 0), (row.ReportedShare, row.CountedShare)));
    }

}
