using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class WarmHeadsTests
{
    private readonly WarmHeads _heads = new();

    [Fact]
    public void Read_NothingAdded_IsNothing() => Assert.Equal(new WarmUse(0, 0, 0, 0, 0, 0, 0, 0, null, null, false), _heads.Read());

    [Fact]
    public void Read_AskedForOften_CountsOnceWithTheMostTokensFound()
    {
        // Of a head of four blocks, 400 tokens.
        Add(1, "w1", blocks: 4, other: "w2");
        Add(1, "w1", blocks: 7, other: "w2");
        Add(1, "w1", blocks: 5, other: "w2");

        Assert.Equal(new WarmUse(1, 700, 1, 700, 0, 0, 0, 0, 1600, null, false), _heads.Read());
    }

    [Fact]
    public void Read_OneWouldStillGoThere_KeepsThePrefixInUse()
    {
        Add(1, "w1", blocks: 7, other: "w2");
        Add(1, "w1", blocks: 4, other: "w1");
        // Another head at the same worker, and the same head at another.
        Add(2, "w1", blocks: 6, other: "w2");
        Add(1, "w2", blocks: 9, other: "w1");

        // Head 1 at w1 is kept, and so is head 1 at w2: the first goes there.
        Assert.Equal((3, 2200L, 1, 600L), Stops(_heads.Read()));
    }

    [Fact]
    public void Read_OneThatWentElsewhereWouldComeThere_KeepsThePrefixInUse()
    {
        Add(1, "w1", blocks: 5, other: "w2");
        Add(1, "w3", blocks: 0, other: "w1");

        Assert.Equal((1, 500L, 0, 0L), Stops(_heads.Read()));
    }

    [Fact]
    public void Read_NobodyWouldBeChosen_ThePrefixStopsBeingUsed()
    {
        Add(1, "w1", blocks: 5, other: null);

        Assert.Equal((1, 500L, 1, 500L), Stops(_heads.Read()));
    }

    [Fact]
    public void Read_HeldWhereNobodyWent_IsNotInUse()
    {
        // The other candidate holds all of it.
        _heads.Add(Decisions.Decide("r", winner: "w1", winnerBlocks: 0, bestBlocks: 10, request: Request(1)), new WorkerId("w1"), told: true);

        Assert.Equal((0, 0L, 0, 0L), Stops(_heads.Read()));
    }

    [Fact]
    public void Read_LessThanTheHeadWasFound_IsNoPrefixOfItsOwn()
    {
        // A beginning that the prompts of a tenant share, three blocks of heads that differ after it.
        Add(1, "w1", blocks: 3, other: "w2");
        Add(2, "w1", blocks: 3, other: "w2");
        // A prompt that fills no block has the key of its namespace, as all such prompts have.
        Add(3, "w1", blocks: 3, other: "w2", headBlocks: 0);
        Add(4, "w1", blocks: 0, other: "w2");

        Assert.Equal(new WarmUse(0, 0, 0, 0, 0, 0, 3, 0, 1600, null, false), _heads.Read());
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(24, 0)]
    public void Read_ReportedInWholeTokenBlocks_ReachesAHeadThatEndsWithinOne(int reportedBlocks, int prefixes)
    {
        // 400 tokens or less: a head of 401 ends within the 26th block of 16.
        var request = Request(1) with { PromptTokens = 1003, TokenBlocks = new PromptShape(62, 16, PrefixUnit.Tokens, 1003, []) };
        var candidate = new DecisionCandidate
        {
            Worker = new WorkerId("w1"),
            PredictedBlocks = 0,
            InFlight = 0,
            Waiting = null,
            KvUsage = null,
            RemovedBy = null,
            Column = 0,
            Trust = KvTrust.Trusted,
            Tiers = new TierBlocks(reportedBlocks),
        };
        _heads.Add(Decisions.Decide("r", request: request, candidates: [candidate]), null, told: true);

        Assert.Equal((prefixes, prefixes * 16L * reportedBlocks, 1 - prefixes), (_heads.Read().Prefixes, _heads.Read().Tokens, _heads.Read().Partial));
    }

    [Fact]
    public void Read_SomeWithTheHeadCannotBeTold_ThePrefixIsUntold()
    {
        Add(1, "w1", blocks: 5, other: "w2");
        Add(1, "w3", blocks: 0, other: null, told: false);
        // Kept whatever the untold one does.
        Add(2, "w1", blocks: 6, other: "w1");
        Add(2, "w1", blocks: 6, other: null, told: false);
        Add(3, "w1", blocks: 8, other: "w2");

        Assert.Equal(new WarmUse(3, 1900, 1, 800, 1, 500, 0, 0, 1600, null, false), _heads.Read());
    }

    [Fact]
    public void Read_NoKeyKept_IsCountedAndNotTold()
    {
        _heads.Add(Decisions.Decide("old", winnerBlocks: 9, request: Request(1) with { RingKey = 0, RingBlocks = 0 }), new WorkerId("w2"), told: false);
        _heads.Add(Decisions.Decide("old and refused", winner: null, request: Request(1) with { RingKey = 0 }), null, told: true);

        Assert.Equal(new WarmUse(0, 0, 0, 0, 0, 0, 0, 1, null, null, false), _heads.Read());
    }

    [Fact]
    public void Read_TheSamePromptUnderHeadsOfTwoLengths_CountsUnderEachAndIsSaid()
    {
        // One key for both, which another length tells apart.
        Add(1, "w1", blocks: 9, other: "w1", headBlocks: 4);
        Add(1, "w1", blocks: 9, other: "w2", headBlocks: 8);

        Assert.Equal(new WarmUse(2, 1800, 1, 900, 0, 0, 0, 0, 3200, null, true), _heads.Read());
    }

    [Fact]
    public void Read_TextAndTokensAndPromptsThatAreAllHead_HeadsDoNotDiffer()
    {
        Add(1, "w1", blocks: 9, other: "w1");
        Add(2, "w1", blocks: 10, other: "w1", headBlocks: 10);
        _heads.Add(
            Decisions.Decide("r", winnerBlocks: 64, request: Request(3, headBlocks: 64) with { Blocks = new PromptShape(100, 16, PrefixUnit.Tokens, 1600, []) }), new WorkerId("w1"), told: true);

        var use = _heads.Read();
        Assert.Equal((1600, 1024, false, 3), (use.HeadBytes, use.HeadTokens, use.HeadsDiffer, use.Prefixes));
    }

    [Fact]
    public void Read_RandomLogs_AgreesWithANaiveModel()
    {
        string?[] workers = ["w1", "w2", "w3", null];
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var heads = new WarmHeads();
            var log = Enumerable.Range(0, random.Next(60)).Select(_ => new Asked(
                (ulong)random.Next(0, 5), random.Next(0, 11), workers[random.Next(4)], random.Next(0, 11), workers[random.Next(4)], random.Next(8) > 0)).ToList();
            foreach (var asked in log)
            {
                heads.Add(
                    Decisions.Decide("r", winner: asked.Worker, winnerBlocks: asked.Found, request: Request(asked.Key, asked.HeadBlocks)),
                    asked is { Told: true, Other: { } other } ? new WorkerId(other) : null,
                    asked.Told);
            }

            Assert.Equal(Naive(log), heads.Read());
        }
    }

    /// <summary>The definition, read out: prefix by prefix over the whole log.</summary>
    private static WarmUse Naive(List<Asked> log)
    {
        var sent = log.Where(a => a.Worker is not null).ToList();
        var keyed = sent.Where(a => a.Key != 0).ToList();
        var whole = keyed.Where(a => a.HeadBlocks > 0 && a.Found >= a.HeadBlocks).ToList();
        var prefixes = whole.Select(a => (a.Key, a.HeadBlocks, a.Worker)).Distinct().Select(p =>
        {
            var alike = keyed.Where(a => a.Key == p.Key && a.HeadBlocks == p.HeadBlocks).ToList();
            return (
                Tokens: whole.Where(a => (a.Key, a.HeadBlocks, a.Worker) == p).Max(a => a.Found * 100L),
                Kept: alike.Any(a => a.Told && a.Other == p.Worker),
                Untold: alike.Any(a => !a.Told));
        }).ToList();
        var left = prefixes.Where(p => !p.Kept && !p.Untold).ToList();
        var untold = prefixes.Where(p => !p.Kept && p.Untold).ToList();
        var lengths = keyed.Where(a => a.HeadBlocks is > 0 and < 10).Select(a => a.HeadBlocks * 400).Distinct().ToList();
        return new WarmUse(
            prefixes.Count, prefixes.Sum(p => p.Tokens), left.Count, left.Sum(p => p.Tokens), untold.Count, untold.Sum(p => p.Tokens),
            keyed.Count(a => a.Found > 0 && !whole.Contains(a)), sent.Count - keyed.Count, lengths.Count == 0 ? null : lengths.Max(), null, lengths.Count > 1);
    }

    private static (int Prefixes, long Tokens, int Left, long LeftTokens) Stops(WarmUse use) => (use.Prefixes, use.Tokens, use.Left, use.LeftTokens);

    /// <summary>Of ten blocks of 100 tokens; of none when its head has none.</summary>
    private static DecidedRequest Request(ulong key, int headBlocks = 4)
    {
        var request = Decisions.Decide("r").Request with { RingKey = key, RingBlocks = headBlocks };
        return headBlocks > 0 ? request : request with { Blocks = new PromptShape(0, 400, PrefixUnit.TextBytes, 390, []) };
    }

    private void Add(ulong key, string worker, int blocks, string? other, bool told = true, int headBlocks = 4) => _heads.Add(
        Decisions.Decide("r", winner: worker, winnerBlocks: blocks, request: Request(key, headBlocks)), other is null ? null : new WorkerId(other), told);

    /// <summary>A decision as the model sees it: of ten blocks of 100 tokens each; key 0 was not kept.</summary>
    private sealed record Asked(ulong Key, int HeadBlocks, string? Worker, int Found, string? Other, bool Told);
}
