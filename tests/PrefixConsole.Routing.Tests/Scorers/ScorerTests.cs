using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.Scheduling.Candidates;

namespace PrefixConsole.Routing.Tests.Scorers;

/// <summary>Formulas against the vectors of the projects they come from (field notes, llm-d §8).</summary>
public sealed class ScorerTests
{
    [Theory]
    [InlineData(new[] { 10, 5, 0 }, new[] { 0f, 0.5f, 1f })]
    [InlineData(new[] { 5, 5 }, new[] { 1f, 1f })]
    [InlineData(new[] { 7 }, new[] { 1f })]
    public void Queue_Waiting_IsRelative(int[] waiting, float[] expected)
    {
        var (raw, scores) = new QueueScorer().Score(Of(waiting, (i, n) => One(i, waiting: n)));

        AreClose(expected, scores);
        AreClose([.. waiting.Select(n => (float)n)], raw);
    }

    [Fact]
    public void Queue_NoReport_ComparesOwnCountAndSaysSo()
    {
        var (raw, scores) = new QueueScorer().Score([One(0, waiting: 10), One(1, inFlight: 5), One(2, waiting: 0)]);

        AreClose([0, 0.5f, 1], scores);
        Assert.Equal(float.NaN, raw[1]);
    }

    [Fact]
    public void RunningRequests_Running_IsRelative() =>
        AreClose([0, 0.75f, 1], new RunningRequestsScorer().Score(Of([8, 2, 0], (i, n) => One(i, running: n))).Scores);

    [Fact]
    public void KvUsage_Usage_IsFreeShare() =>
        AreClose([0.2f, 0.5f, 1], new KvUsageScorer().Score(Of([0.8, 0.5, 0.0], (i, kv) => One(i, kv: kv))).Scores);

    [Fact]
    public void KvUsage_NoReport_ScoresZeroWithRawMissing()
    {
        var (raw, scores) = new KvUsageScorer().Score([One(0), One(1, kv: 0.9)]);

        AreClose([0, 0.1f], scores);
        Assert.Equal(float.NaN, raw[0]);
    }

    [Theory]
    [InlineData(new[] { 3, 0, 6 }, 0, 1f, new[] { 0.5f, 1f, 0f })]
    [InlineData(new[] { 4, 0, 1 }, 0, 1f, new[] { 0f, 1f, 0.75f })]
    [InlineData(new[] { 3, 11 }, 0, 1f, new[] { 0.727f, 0f })]
    [InlineData(new[] { 1, 0 }, 0, 0f, new[] { 0f, 1f })]
    [InlineData(new[] { 1, 2, 0 }, 1, 0.5f, new[] { 1f, 0f, 1f })]
    public void ActiveRequests_InFlight_FollowsTheFormula(int[] loads, int idle, float maxBusy, float[] expected) =>
        AreClose(expected, new ActiveRequestsScorer(idle, maxBusy).Score(InFlight(loads)).Scores);

    [Fact]
    public void LoadAware_Waiting_IsAbsoluteAndAtMostHalf() =>
        AreClose([0.4f, 0.5f, 0], new LoadAwareScorer(10).Score(Of([2, 0, 15], (i, n) => One(i, waiting: n))).Scores);

    [Theory]
    [InlineData(10, new[] { 5, 2, 0, 10 }, new[] { 0.5f, 0.2f, 0f, 1f })]
    [InlineData(2, new[] { 1, 0 }, new[] { 0.5f, 0f })]
    public void Prefix_Blocks_IsTheAbsoluteShare(int total, int[] held, float[] expected)
    {
        var (raw, scores) = new PrefixScorer().Score(Of(held, (i, n) => One(i, predicted: n)), TestRequest.Create(blocks: total));

        AreClose(expected, scores);
        AreClose([.. held.Select(n => (float)n)], raw);
    }

    [Fact]
    public void Prefix_NoFullBlock_ScoresZeroWithRawMissing()
    {
        var (raw, scores) = new PrefixScorer().Score(InFlight(0, 0), TestRequest.Create(blocks: 0));

        AreClose([0, 0], scores);
        Assert.All(raw, value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void ReportedPrefix_CountsTokenBlocks()
    {
        var text = TestRequest.Create(blocks: 10);
        var request = new RoutingRequest
        {
            Id = "r",
            Model = text.Model,
            Namespace = text.Namespace,
            Blocks = text.Blocks,
            TokenBlocks = TestRequest.Blocks(40, 1, PrefixUnit.Tokens, 16),
            PromptTokens = 640,
        };

        AreClose([0.25f, 0], new ReportedPrefixScorer(TierWeights.Default).Score([One(0, predicted: 9, reported: 10), One(1, predicted: 9)], request).Scores);

        // without tokens the report cannot be asked, and without a block of either kind there is no signal
        Assert.Equal(9f, new ReportedPrefixScorer(TierWeights.Default).Score([One(0, predicted: 9, reported: 10)], text).Raw[0]);
        Assert.Equal(float.NaN, new ReportedPrefixScorer(TierWeights.Default).Score([One(0, reported: 10)], TestRequest.Create(blocks: 0)).Raw[0]);
    }

    [Fact]
    public void PendingPrefill_Tokens_FillTheThreshold() =>
        AreClose([1, 0.75f, 0, 0], new PendingPrefillScorer().Score(Of([0L, 1_048_576, 4_194_304, 9_000_000], (i, n) => One(i, pending: n))).Scores);
}
