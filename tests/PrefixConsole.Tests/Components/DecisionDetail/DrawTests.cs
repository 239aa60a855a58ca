using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Explaining;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>What is said of chance: never that there was none where there was.</summary>
public sealed class DrawTests : PageContext
{
    private static readonly ScorerRow[] s_scores = [new("prefix", 1, [1, 0], [1, 0.5f])];

    private static RoutingDecision Two(string reason, string tieBreak = "", string picker = "max-score", int? otherDrawn = null, int second = 5, float[]? totals = null) => DecisionSamples.Decision(
        "r",
        reason,
        "sim-1",
        [DecisionSamples.Candidate("sim-1", inFlight: 3, column: 0), DecisionSamples.Candidate("sim-2", inFlight: second, column: 1), DecisionSamples.Candidate("sim-3", removedBy: "utilization")],
        totals is null ? [] : s_scores,
        totals,
        tieBreak: tieBreak,
        picker: picker,
        otherDrawn: otherDrawn);

    [Fact]
    public void Softmax_ShowsTheChanceOfEachAndOfTheWinnerInWords()
    {
        Log.Record(Two(DecisionReasons.WeightedRandom, "drawn at temperature 0.5", "softmax", totals: [1, 0.5f]));

        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r"));

        var pick = page.Find(Test("decision-pick")).TextContent;
        Assert.Contains("Drawn by weight, at temperature 0.5: sim-1 had 73 %.", pick);
        Assert.DoesNotContain("No tie", pick);
        Assert.Equal(["73 %", "27 %"], page.FindAll(Test("candidate-chance")).Select(c => c.TextContent));
    }

    [Fact]
    public void NothingDrawn_HasNoColumnOfChances()
    {
        Log.Record(DecisionSamples.Scored("r"));

        Assert.Empty(Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r")).FindAll(Test("candidate-chance")));
    }

    [Fact]
    public void WeightedRandom_IsTheShareOfTheTotals() =>
        Assert.Equal("Drawn by weight: sim-1 had 75 %.", DrawWords.Of(Two(DecisionReasons.WeightedRandom, picker: "weighted-random", totals: [3, 1])));

    [Fact]
    public void WeightedRandom_WithoutATotalAboveZero_IsEven() =>
        Assert.Equal(
            "Drawn evenly, as no total is above 0: sim-1 had 50 %.", DrawWords.Of(Two(DecisionReasons.WeightedRandom, "random among 2", "weighted-random", totals: [0, 0])));

    [Fact]
    public void WeightedRandom_OfAPickerThatIsNotKnown_SaysThatItCannotBeTold() =>
        Assert.Equal(
            "Drawn by weight; what chance each had cannot be told from the record.", DrawWords.Of(Two(DecisionReasons.WeightedRandom, picker: "of tomorrow", totals: [3, 1])));

    [Fact]
    public void Random_IsEven() => Assert.Equal("Drawn evenly from 2 workers: sim-1 had 50 %.", DrawWords.Of(Two(DecisionReasons.Random)));

    [Fact]
    public void PowerOfTwo_NamesTheOther()
    {
        Assert.Equal(
            "Drawn were sim-1 (3 in flight) and sim-2 (5): the less loaded was taken. Over all pairs sim-1 had 100 %.", DrawWords.Of(Two(DecisionReasons.PowerOfTwo, otherDrawn: 1)));
        Assert.Equal(
            "Drawn were sim-1 (3 in flight) and sim-2 (3): equally loaded, so the first drawn was taken. Over all pairs sim-1 had 50 %.",
            DrawWords.Of(Two(DecisionReasons.PowerOfTwo, "first of the two drawn", otherDrawn: 1, second: 3)));
    }

    [Fact]
    public void PowerOfTwo_OfAnOlderRecord_SaysThatTheOtherIsNotRecorded() =>
        Assert.Contains("which one the other was is not recorded", DrawWords.Of(Two(DecisionReasons.PowerOfTwo)));

    [Theory]
    [InlineData(DecisionReasons.MaxScore, "", "No tie.")]
    [InlineData(DecisionReasons.LeastLoaded, "fewest processed", "Tie-break: fewest processed.")]
    [InlineData(DecisionReasons.CacheHit, "random among 2", "Tie-break: random among 2: sim-1 had 50 %.")]
    [InlineData(DecisionReasons.OnlyCandidate, "", "Nothing was drawn: only one worker was left.")]
    [InlineData(DecisionReasons.Turn, "", "Nothing was drawn: the workers take turns.")]
    [InlineData(DecisionReasons.RingSpill, "owner over its bound", "Nothing was drawn: owner over its bound.")]
    [InlineData(DecisionReasons.Session, "", "Nothing was drawn.")]
    public void OtherReasons_SayWhetherAnythingWasDrawn(string reason, string tieBreak, string expected) => Assert.Equal(expected, DrawWords.Of(Two(reason, tieBreak)));

    [Fact]
    public void NoWinner_SaysSo() => Assert.Equal("Nobody was chosen.", DrawWords.Of(DecisionSamples.Decision("r", DecisionReasons.AllFiltered, null, [])));
}
