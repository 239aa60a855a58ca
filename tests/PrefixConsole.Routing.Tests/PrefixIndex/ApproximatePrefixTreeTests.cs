using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using static PrefixConsole.Testing.Prefixes.TestPrompts;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class ApproximatePrefixTreeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ApproximatePrefixTree _tree;

    public ApproximatePrefixTreeTests() => _tree = new ApproximatePrefixTree(_time, 1000);

    [Fact]
    public void Insert_LongerPromptOfOneConversation_ExtendsTheRun()
    {
        _tree.Insert(0, Characters("turn one"), "m");
        _tree.Insert(0, Characters("turn one, turn two"), "m");

        Assert.Equal(1, _tree.NodeCount);
        Assert.Equal(18, _tree.BlocksOf(0));
        Assert.Null(_tree.Find(Characters("turn one").Hashes[^1], null));
        Assert.Equal(18, _tree.Find(Characters("turn one, turn two").Hashes[^1], null)!.BlockCount);
    }

    [Fact]
    public void Insert_HeadOfAHeldPromptOnly_LetsTheTailAgeOnItsOwn()
    {
        _tree.Insert(0, Characters("abcdef"), "");
        _tree.Insert(0, Characters("xy"), "");
        _tree.Insert(0, Characters("abc"), "");

        _tree.SetBudget(0, 5);

        Assert.Equal(3, _tree.Overlaps(Characters("abcdef"), 1)[0]);
        Assert.Equal(2, _tree.Overlaps(Characters("xy"), 1)[0]);
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Insert_BeyondTheGlobalBudget_TakesFromTheOldestLeafOfAnyWorker()
    {
        var tree = new ApproximatePrefixTree(_time, 10);
        tree.Insert(0, Characters("aaaa"), "");
        tree.Insert(1, Characters("bbbb"), "");
        tree.Insert(0, Characters("aaaa"), "");
        tree.Insert(2, Characters("cccc"), "");

        Assert.Equal(10, tree.TotalBlocks);
        Assert.Equal([4, 2, 4], new[] { tree.BlocksOf(0), tree.BlocksOf(1), tree.BlocksOf(2) });
    }

    [Fact]
    public void Insert_PromptLongerThanTheBudget_KeepsItsHead()
    {
        _tree.SetBudget(0, 3);
        _tree.Insert(0, Characters("old"), "");
        _tree.Insert(0, Characters("newest"), "");

        Assert.Equal(3, _tree.Overlaps(Characters("newest"), 1)[0]);
        Assert.Equal(3, _tree.DistinctBlocks);
    }

    [Fact]
    public void PathTo_EndOfARun_IsTheWholePrefixFromItsRoot()
    {
        _tree.Insert(0, Characters("stem-left"), "m · tenant acme");
        _tree.Insert(1, Characters("stem-right"), "m · tenant acme");

        foreach (var prompt in new[] { "stem-", "stem-left", "stem-right" })
        {
            var path = _tree.PathTo(Characters(prompt).Hashes[^1])!;
            Assert.Equal(Characters(prompt).Hashes, path.Hashes.ToArray());
            Assert.Equal((1, "m · tenant acme"), (path.BlockSize, path.Namespace));
        }

        Assert.Null(_tree.PathTo(Characters("stem").Hashes[^1]));
        Assert.Null(_tree.PathTo(42));
    }

    [Fact]
    public void Purge_OfOneBranch_MergesTheOtherBack()
    {
        _tree.Insert(0, Characters("stem-left"), "");
        _tree.Insert(1, Characters("stem-right"), "");
        Assert.Equal(3, _tree.NodeCount);

        _tree.Purge(1);

        Assert.Equal(1, _tree.NodeCount);
        Assert.Equal(9, _tree.DistinctBlocks);
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Purge_KeepsTheBudget()
    {
        _tree.SetBudget(0, 3);
        _tree.Purge(0);

        _tree.Insert(0, Characters("hello"), "");

        Assert.Equal(3, _tree.BlocksOf(0));
    }

    [Fact]
    public void Find_PartlyHeldRun_SaysHowDeepEachWorkerHoldsIt()
    {
        _tree.Insert(5, Characters("hello"), "");
        _tree.Insert(2, Characters("he"), "");

        var info = _tree.Children(null, null, 10)!.Value.Single();

        Assert.Equal([new PrefixHolder(2, 2), new PrefixHolder(5, 5)], info.Holders);
        Assert.Equal(2, info.Hits);
        Assert.Equal(2, _tree.Children(null, 2, 10)!.Value.Single().SubtreeBlocks);
    }

    [Fact]
    public void Children_OfUnknownOrForeignRun_IsNull()
    {
        _tree.Insert(0, Characters("a"), "");

        Assert.Null(_tree.Children(12345, null, 10));
        Assert.Null(_tree.Children(Characters("a").Hashes[0], 1, 10));
        Assert.Null(_tree.Find(Characters("a").Hashes[0], 1));
        Assert.Empty(_tree.Children(null, 1, 10)!.Value);
        Assert.Empty(_tree.Largest(12345, null, 10));
    }

    [Fact]
    public void Largest_FewerThanThereAre_TakesTheLargestSubtreesParentsFirst()
    {
        _tree.Insert(0, Characters("aXXXXXX"), "");
        _tree.Insert(0, Characters("aYYYYYYYY"), "");
        _tree.Insert(0, Characters("bZZZ"), "");
        _tree.Insert(0, Characters("c"), "");

        var shown = _tree.Largest(null, null, 3);

        Assert.Equal([15, 8, 6], shown.Select(i => i.SubtreeBlocks));
        Assert.Equal(shown[0].Hash, shown[1].ParentHash);
        Assert.Equal([15, 4], _tree.Children(null, null, 2)!.Value.Select(i => i.SubtreeBlocks));
        Assert.Empty(_tree.Largest(null, null, 0));
    }

    [Fact]
    public void Largest_FromARoot_StartsWithIt()
    {
        _tree.Insert(0, Characters("ab"), "");
        _tree.Insert(0, Characters("ac"), "");

        Assert.Equal([0, 1, 1], _tree.Largest(Characters("a").Hashes[0], 0, 10).Select(i => i.StartBlock));
    }

    [Fact]
    public void Split_Segments_NameTheEndsOfBothParts()
    {
        ImmutableArray<PromptSegment> segments =
            [new(PromptPart.System, 0, 0), new(PromptPart.Tools, 0, 4), new(PromptPart.User, 1, 8), new(PromptPart.Assistant, 1, 11)];
        _tree.Insert(0, Tokens([.. Enumerable.Range(0, 14)], segments), "ns");
        _tree.Insert(1, Tokens([.. Enumerable.Range(0, 8), 99, 99], []), "ns");

        var stem = _tree.Children(null, null, 10)!.Value.Single();
        var tail = _tree.Children(stem.Hash, 0, 10)!.Value.Single();

        Assert.Equal((PromptPart.System, PromptPart.Tools), (stem.First.Part, stem.Last.Part));
        Assert.Equal((PromptPart.User, PromptPart.Assistant), (tail.First.Part, tail.Last.Part));
        Assert.Equal(("ns", 2, PrefixUnit.Tokens, 4, 3), (tail.Namespace, tail.BlockSize, tail.Unit, tail.StartBlock, tail.BlockCount));
        Assert.Equal((2, 1), (stem.Hits, tail.Hits));
        Assert.Equal(stem.Hash, tail.ParentHash);
        Assert.Null(stem.ParentHash);
    }

    [Fact]
    public void Segments_WithoutPositions_AreLocatedByBlockSize()
    {
        var prompt = new PromptBlocks
        {
            Hashes = Chain(1, 2, 3),
            Unit = PrefixUnit.TextBytes,
            BlockSize = 10,
            TotalUnits = 30,
            Segments = [new(PromptPart.System, 0, 0), new(PromptPart.User, 1, 25)],
        };
        _tree.Insert(0, prompt, "");
        _tree.Insert(1, Blocks(1, 2, 9), "");

        var tail = _tree.Find(prompt.Hashes[2], null)!;

        Assert.Equal((PromptPart.System, PromptPart.User), (tail.First.Part, tail.Last.Part));
    }

    [Fact]
    public void HitsPerMinute_SteadyUse_SettlesAtTheRateAndDecaysWhenIdle()
    {
        var prompt = Characters("busy");
        for (var i = 0; i < 600; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            _tree.Insert(0, prompt, "");
        }

        var busy = _tree.Find(prompt.Hashes[^1], null)!;
        _time.Advance(TimeSpan.FromMinutes(5));
        var idle = _tree.Find(prompt.Hashes[^1], null)!;

        Assert.InRange(busy.HitsPerMinute, 5.8, 6.2);
        Assert.Equal(busy.HitsPerMinute / Math.E, idle.HitsPerMinute, 6);
        Assert.Equal(600, idle.Hits);
        Assert.Equal(TimeSpan.FromMinutes(5), _time.GetElapsedTime(idle.LastUsed));
        Assert.Equal(TimeSpan.FromSeconds(5990), _time.GetElapsedTime(idle.FirstSeen, idle.LastUsed));
    }

    [Fact]
    public void Insert_HashesThatCollide_KeepTheTreeSound()
    {
        var shared = Chain(7)[0];
        _tree.Insert(0, Raw(1, 2, shared, 4), "");
        _tree.Insert(0, Raw(1, 3), "");
        _tree.Insert(0, Raw(shared, 5), "");
        _tree.Insert(1, Raw(2), "");
        _tree.Insert(1, Raw(9, 2, 8), "");
        _tree.Insert(1, Raw(9, 7), "");

        _tree.Purge(0);
        _tree.Purge(1);

        Assert.Equal((0, 0), (_tree.NodeCount, _tree.TotalBlocks));
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ApproximatePrefixTree(_time, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tree.Insert(-1, PromptBlocks.Empty, ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tree.Insert(1 << 16, PromptBlocks.Empty, ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tree.SetBudget(0, -1));
        Assert.Equal(0, _tree.BlocksOf(-1));
        _tree.Purge(-1);
    }

    private static PromptBlocks Tokens(int[] tokens, ImmutableArray<PromptSegment> segments) =>
        PrefixHasher.HashTokens(tokens, new PrefixNamespace("m"), 2, segments);

    private static PromptBlocks Raw(params ulong[] hashes) =>
        new() { Hashes = hashes, Unit = PrefixUnit.Tokens, BlockSize = 1, TotalUnits = hashes.Length };
}
