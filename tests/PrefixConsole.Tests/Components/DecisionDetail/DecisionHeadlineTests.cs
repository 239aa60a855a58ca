using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using static PrefixConsole.Tests.Components.DecisionSamples;

namespace PrefixConsole.Tests.Components.DecisionDetail;

public sealed class DecisionHeadlineTests
{
    [Fact]
    public void Of_PrefixDecides_SaysHowMuchTheWinnerHolds() => Assert.Equal(
        "sim-2 won with 4.1 because it holds 87 % of the prefix; runner-up sim-1 3.2, margin 0.9",
        DecisionHeadline.Of(Scored()));

    [Fact]
    public void Of_QueueDecides_NamesThatScorer() => Assert.Equal(
        "b won with 1.5 because its queue score is 1 against 0; runner-up a 0.5, margin 1",
        DecisionHeadline.Of(DecisionSamples.Decision(
            "r", DecisionReasons.MaxScore, "b",
            [Candidate("a", 50, column: 0), Candidate("b", 50, column: 1)],
            [new ScorerRow("prefix", 1, [50, 50], [0.5f, 0.5f]), new ScorerRow("queue", 1, [9, 0], [0, 1])],
            [0.5f, 1.5f], 1)));

    [Fact]
    public void Of_Tie_SaysThatTheTieBreakChose() => Assert.Equal(
        "b and a tied at 1; the tie-break chose b",
        DecisionHeadline.Of(DecisionSamples.Decision(
            "r", DecisionReasons.MaxScore, "b", [Candidate("a", column: 0), Candidate("b", column: 1)],
            [new ScorerRow("queue", 1, [0, 0], [1, 1])], [1, 1], 0)));

    [Theory]
    [InlineData(DecisionReasons.CacheHit, "a won because it holds 40 % of the prefix")]
    [InlineData(DecisionReasons.CacheMiss, "a was chosen by load: no worker holds enough of the prefix (most: b, 90 %)")]
    [InlineData(DecisionReasons.LoadSpill, "a was chosen by load: b holds 90 % of the prefix but was too loaded (7 in flight)")]
    [InlineData(DecisionReasons.Turn, "a was next in turn among 2 workers")]
    [InlineData(DecisionReasons.Random, "a was drawn at random from 2 workers")]
    [InlineData(DecisionReasons.LeastLoaded, "a had the fewest requests in flight (2)")]
    [InlineData(DecisionReasons.OnlyCandidate, "a was the only worker left (removed: 1 by utilization)")]
    [InlineData(DecisionReasons.Session, "a serves this session already")]
    [InlineData(DecisionReasons.Pinned, "a was pinned: an operator's test request, which no other worker may answer (removed: 1 by utilization)")]
    public void Of_ReasonWithoutScores_SaysItInWords(string reason, string expected) => Assert.Equal(
        expected,
        DecisionHeadline.Of(DecisionSamples.Decision(
            "r", reason, "a", [Candidate("a", 40, 2, column: 0), Candidate("b", 90, 7, column: 1), Candidate("c", removedBy: "utilization")])));

    [Theory]
    [InlineData(DecisionReasons.NoHealthyWorker, "No worker was chosen: no healthy worker serves m")]
    [InlineData(DecisionReasons.UnknownModel, "No worker was chosen: none serves m")]
    [InlineData(DecisionReasons.AllFiltered, "No worker was chosen: the filters of approximate-prefix removed all of them (removed: 1 by kv-below-limit)")]
    public void Of_NoWinner_SaysWhy(string reason, string expected) => Assert.Equal(
        expected, DecisionHeadline.Of(DecisionSamples.Decision("r", reason, null, [Candidate("a", removedBy: "kv-below-limit")])));

    [Fact]
    public void Of_EveryReason_GivesASentence()
    {
        foreach (var reason in PrefixConsole.Components.Pages.Decisions.ReasonText.All)
        {
            var text = DecisionHeadline.Of(DecisionSamples.Decision("r", reason.Key, "a", [Candidate("a", 40, column: 0), Candidate("b", column: 1)]));
            Assert.StartsWith("a ", text);
        }
    }

    [Theory]
    [InlineData(StrategyNames.PrecisePrefix)]
    [InlineData(StrategyNames.KvEventsLongest)]
    public void Of_WonByReportedOverlap_SaysTheReportedShare(string strategy) =>
        Assert.Contains("because it holds 75 % of the prefix", DecisionHeadline.Of(ReportedDecisions.Make(strategy)), StringComparison.Ordinal);

}
