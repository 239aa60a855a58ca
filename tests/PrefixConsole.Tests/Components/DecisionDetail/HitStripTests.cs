using System.Collections.Immutable;
using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>Predicted, reported and delivered on one scale of tokens.</summary>
public sealed class HitStripTests : PageContext
{
    private string[] Numbers(RoutingDecision decision, DecisionOutcome? outcome) =>
        [.. Render<HitSection>(p => p.Add(c => c.Decision, decision).Add(c => c.Outcome, outcome)).FindAll(Test("hit-number")).Select(n => n.TextContent.Trim())];

    [Fact]
    public void Of_TextBlocks_ConvertsBlocksAndPartsToTokens()
    {
        var strip = HitStrip.Of(DecisionSamples.Scored(), DecisionSamples.Done())!;

        Assert.Equal((6400, "counted by the engine"), (strip.Prompt, strip.Counted));
        Assert.Equal([("system", 128), ("turn 1 user", 97), ("turn 1 assistant", 75), ("turn 2 user", 6100)], strip.Parts.Select(p => (p.Name, p.Tokens)));
        Assert.Equal([5568, null, 5000], strip.Bars.Select(b => b.Tokens));
        Assert.Equal("87 of 100 blocks", strip.Bars[0].Blocks);
        Assert.Equal("not known: the prompt's tokens were not known", strip.Bars[1].Missing);
        Assert.Equal("The engine had cached 568 tokens less than predicted.", strip.Verdict);
        Assert.StartsWith("Blocks of text have 256 bytes, about 64 tokens here", strip.Scale, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnEngineThatCountsOtherwise_StretchesWhatWasEstimated()
    {
        var strip = HitStrip.Of(DecisionSamples.Scored(), DecisionSamples.Done(cached: 11136) with { PromptTokens = 12800 })!;

        Assert.Equal([11136, null, 11136], strip.Bars.Select(b => b.Tokens));
        Assert.Equal("The engine had cached as much as predicted.", strip.Verdict);
        Assert.Equal(12800, strip.Parts.Sum(p => p.Tokens));
    }

    [Fact]
    public void Of_TokenBlocks_AreExactAndOfTheirOwnSize()
    {
        var strip = HitStrip.Of(ReportedDecisions.Make(StrategyNames.PrecisePrefix), DecisionSamples.Done(cached: 480) with { PromptTokens = null })!;

        Assert.Equal((640, "counted by the tokenizer"), (strip.Prompt, strip.Counted));
        Assert.Equal([0, 480, 480], strip.Bars.Select(b => b.Tokens));
        Assert.Equal(["0 of 10 blocks", "30 of 40 blocks", ""], strip.Bars.Select(b => b.Blocks));
        Assert.Equal([0.1, 0.025, 0], strip.Bars.Select(b => Math.Round(b.BlockShare, 9)));
        Assert.Equal("The engine had cached 480 tokens more than predicted, as much as reported.", strip.Verdict);
        Assert.EndsWith("Blocks of tokens have 16.", strip.Scale, StringComparison.Ordinal);
    }

    [Fact]
    public void Section_UnknownParts_AreSaidAndNotZero()
    {
        Assert.Equal("not reported by the engine", Numbers(DecisionSamples.Scored(), DecisionSamples.Done(cached: null))[2]);
        Assert.Equal("not known yet: still running", Numbers(DecisionSamples.Scored(), null)[2]);
        Assert.StartsWith("0 tokens · 0 %", Numbers(DecisionSamples.Scored(), DecisionSamples.Done(cached: 0))[2], StringComparison.Ordinal);
        var brief = DecisionSamples.Decision("r", DecisionReasons.CacheMiss, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)], request: DecisionSamples.Request("r", 0));
        Assert.Equal("the prompt fills no block of text", Numbers(brief, DecisionSamples.Done())[0]);
        Assert.Null(HitStrip.Of(DecisionSamples.Scored(), null)!.Verdict);
    }

    [Fact]
    public void Section_AReportThatWasNotReliedOn_SaysSo()
    {
        var decision = DecisionSamples.Decision(
            "r",
            DecisionReasons.MaxScore,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", column: 0) with { Trust = Routing.KvEvents.KvTrust.Silent, Tiers = new Routing.KvEvents.TierBlocks(3) }],
            request: new RoutingRequest
            {
                Id = "r",
                Model = "m",
                Namespace = new PrefixNamespace("m"),
                Blocks = PromptBlocks.Empty,
                TokenBlocks = new PromptBlocks { Hashes = [1, 2, 3, 4], Unit = PrefixUnit.Tokens, BlockSize = 16, TotalUnits = 64 },
                PromptTokens = 64,
            });

        Assert.Equal("48 tokens · 75 % 3 of 4 blocks, not relied on (silent)", Numbers(decision, DecisionSamples.Done() with { PromptTokens = null })[1]);
    }

    [Fact]
    public void Page_NoWinner_HasNoStrip()
    {
        Assert.Null(HitStrip.Of(DecisionSamples.Decision("r", DecisionReasons.UnknownModel, null, []), null));
        Log.Record(DecisionSamples.Scored());

        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r-1"));

        Assert.Contains("of 6,400 prompt tokens, estimated from the text", page.Find(Test("hits")).TextContent);
        Assert.Contains("turn 2 user: about 6,100 tokens, 95 % of the prompt", page.Find(Test("hit-parts")).GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(300)]
    public void Parts_OfAnyNumberOfTurns_AreFewAndCoverThePrompt(int turns)
    {
        var segments = ImmutableArray.CreateBuilder<PromptSegment>();
        segments.Add(new PromptSegment(PromptPart.System, 0, 0));
        segments.Add(new PromptSegment(PromptPart.Tools, 0, 100));
        for (var turn = 1; turn <= turns; turn++)
        {
            segments.Add(new PromptSegment(PromptPart.User, turn, 200 * turn));
            segments.Add(new PromptSegment(PromptPart.Assistant, turn, (200 * turn) + 50));
            segments.Add(new PromptSegment(PromptPart.Tool, turn, (200 * turn) + 150));
        }

        var parts = HitParts.Of(new PromptShape(10, 256, PrefixUnit.TextBytes, 200 * (turns + 1), segments.ToImmutable()), 50 * (turns + 1));

        Assert.InRange(parts.Length, 3, HitParts.Most);
        Assert.Equal(1, parts.Sum(p => p.Share), 9);
        Assert.Equal(["system", "tools"], parts.Take(2).Select(p => p.Name));
        Assert.Equal(turns == 3 ? "turn 1 user" : turns == 13 ? "turn 1" : "turns 1 to 15", parts[2].Name);
        Assert.Equal(parts.Length, parts.Select(p => p.Name).Distinct().Count());
    }

    [Fact]
    public void Parts_TooManyBeforeTheFirstTurn_EndInTheRest()
    {
        ImmutableArray<PromptSegment> segments = [.. Enumerable.Range(0, 100).Select(i => new PromptSegment(i % 2 == 0 ? PromptPart.System : PromptPart.Tools, 0, i * 10))];

        var parts = HitParts.Of(new PromptShape(1, 256, PrefixUnit.TextBytes, 1000, segments), 250);

        Assert.Equal((HitParts.Most, "the rest"), (parts.Length, parts[^1].Name));
        Assert.Equal(1, parts.Sum(p => p.Share), 9);
    }

    [Fact]
    public void Parts_OfAnUnknownStructure_AreOne() =>
        Assert.Equal(new HitPart("structure not known", 1, 64), Assert.Single(HitParts.Of(new PromptShape(1, 256, PrefixUnit.TextBytes, 256, []), 64)));
}
