using PrefixConsole.Routing.PrefixIndex;
using static PrefixConsole.Testing.Prefixes.TestPrompts;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

/// <summary>The vectors of sglang.md §5 on the predicted tree; characters are blocks of one character, w1 is slot 1.</summary>
public sealed class ApproximatePrefixTreeCases
{
    private readonly ApproximatePrefixTree _tree = new(TimeProvider.System, 10_000);

    [Fact]
    public void Case01_EmptyTree_NobodyMatches() => Assert.Equal([0, 0, 0], Query("hello"));

    [Fact]
    public void Case02_SameText_MatchesWhole()
    {
        Insert("hello", 1);

        Assert.Equal([0, 5, 0], Query("hello"));
    }

    [Fact]
    public void Case03_LongerThenShorter_EachWorkerMatchesItsOwn()
    {
        Insert("application", 1);
        Insert("app", 2);

        Assert.Equal([0, 3, 3], Query("app"));
        Assert.Equal([0, 11, 3], Query("application"));
        Assert.Equal([0, 4, 3], Query("apple"));
    }

    [Fact]
    public void Case04_ShorterThenLonger_LongerWorkerMatchesFurther()
    {
        Insert("app", 1);
        Insert("application", 2);

        Assert.Equal([0, 3, 4], Query("applesauce"));
    }

    [Fact]
    public void Case05_BranchAfterFirstCharacter_BothHoldTheStem()
    {
        Insert("abc", 1);
        Insert("aXX", 2);

        Assert.Equal([0, 3, 1], Query("abc"));
        Assert.Equal([0, 1, 3], Query("aXX"));
        Assert.Equal([0, 1, 1], Query("a"));
    }

    [Fact]
    public void Case06_QueryEndsAtTheBranch_BothMatchAll()
    {
        Insert("abcd", 1);
        Insert("abcX", 2);

        Assert.Equal([0, 3, 3], Query("abc"));
    }

    [Fact]
    public void Case07_SizesPerWorker_CountSharedPartsOnce()
    {
        Insert("hello", 1);
        Insert("world", 1);
        Insert("hello", 2);
        Insert("help", 2);
        Insert("你好", 3);

        Assert.Equal([10, 6, 2], new[] { _tree.BlocksOf(1), _tree.BlocksOf(2), _tree.BlocksOf(3) });
        Assert.Equal(18, _tree.TotalBlocks);
        Assert.Equal(13, _tree.DistinctBlocks);
    }

    [Fact]
    public void Case08_SharedBytesInsideACodePoint_AreNoMatch()
    {
        Insert("你好吗", 1);
        Insert("你好嘛", 2);
        Insert("é", 1);
        Insert("è", 2);

        Assert.Equal([0, 2, 3], Query("你好嘛"));
        Assert.Equal([0, 2, 2], Query("你好"));
        Assert.Equal([0, 0, 0], Query("ê"));
    }

    [Fact]
    public void Case09_Emoji_CountAsOneCharacter()
    {
        Insert("hello 👋", 1);
        Insert("hello 👋🌍", 2);

        Assert.Equal([0, 7, 7], Query("hello 👋"));
    }

    [Fact]
    public void Case10_LongestMatchPerWorker_IsExact()
    {
        Insert("hello", 1);
        Insert("hello", 2);
        Insert("hello world", 2);
        Insert("help", 1);
        Insert("helicopter", 1);

        Assert.Equal([0, 5, 11, 0], Query("hello world", 4));
        Assert.Equal([0, 10, 3, 0], Query("helicopter", 4));
        Assert.Equal([0, 4, 3, 0], Query("help", 4));
    }

    [Fact]
    public void Case11_HundredWorkers_AllHold()
    {
        for (var slot = 0; slot < 100; slot++)
        {
            Insert("hello", slot);
        }

        Assert.Equal(Enumerable.Repeat(5, 100), Query("hello", 100));
        Assert.Equal(500, _tree.TotalBlocks);
        Assert.Equal(5, _tree.DistinctBlocks);
        Assert.Equal(100, _tree.Children(null, null, 10)!.Value.Single().Holders.Length);
    }

    [Fact]
    public void Case12_LessThanAPage_StoresNothing()
    {
        _tree.Insert(1, Pages(1, 2, 3, 4, 5), "");

        Assert.Equal(0, _tree.TotalBlocks);
        Assert.Equal([0, 0], _tree.Overlaps(Pages(1, 2, 3, 4, 5), 2));
    }

    [Fact]
    public void Case13And14_Pages_MatchInFullPagesOnly()
    {
        var tokens = Enumerable.Range(0, 48).ToArray();
        _tree.Insert(1, Pages(tokens[..40]), "");

        Assert.Equal(2, _tree.BlocksOf(1));
        Assert.Equal(2, _tree.Overlaps(Pages(tokens), 2)[1]);
        Assert.Equal(1, _tree.Overlaps(Pages(tokens[..31]), 2)[1]);
        Assert.Equal(0, _tree.Overlaps(Pages(tokens[..15]), 2)[1]);
        tokens[20] = -1;
        Assert.Equal(1, _tree.Overlaps(Pages(tokens), 2)[1]);
    }

    [Fact]
    public void Case15_DescendingLengths_MatchAtEveryPage()
    {
        for (var slot = 1; slot <= 4; slot++)
        {
            Insert("abcd"[..(5 - slot)], slot);
        }

        Assert.Equal([0, 1, 1, 1, 1], Query("a", 5));
        Assert.Equal([0, 2, 2, 2, 1], Query("ab", 5));
        Assert.Equal([0, 3, 3, 2, 1], Query("abc", 5));
        Assert.Equal([0, 4, 3, 2, 1], Query("abcd", 5));
    }

    [Fact]
    public void Case16_RepeatedInsert_DoesNotGrow()
    {
        for (var i = 0; i < 10; i++)
        {
            _tree.Insert(1, Pages([.. Enumerable.Range(0, 32)]), "");
        }

        Assert.Equal(2, _tree.BlocksOf(1));
        Assert.Equal(2, _tree.TotalBlocks);
    }

    [Fact]
    public void Case17_Eviction_TakesTheLeastRecentlyUsed()
    {
        Insert("a", 1);
        Insert("b", 1);
        Insert("c", 1);
        Insert("b", 1);

        _tree.SetBudget(1, 2);

        Assert.Equal([0, 1, 1], new[] { Query("a")[1], Query("b")[1], Query("c")[1] });
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Case18_Eviction_IsLeafFirst()
    {
        Insert("ABC", 1);

        _tree.SetBudget(1, 2);
        Assert.Equal(2, Query("ABC")[1]);
        _tree.SetBudget(1, 1);
        Assert.Equal(1, Query("ABC")[1]);
    }

    /// <summary>Theirs drops the whole second leaf; ours takes only the one block that is still too many.</summary>
    [Fact]
    public void Case19_Eviction_TakesOldLeavesAndNoMoreThanNeeded()
    {
        Insert("SYSTEM PROMPTone", 1);
        Insert("other-text-aaaa", 1);
        Insert("SYSTEM PROMPTtwo", 1);
        Assert.Equal(34, _tree.BlocksOf(1));

        _tree.SetBudget(1, 30);

        Assert.Equal(13, Query("SYSTEM PROMPTone")[1]);
        Assert.Equal(14, Query("other-text-aaaa")[1]);
        Assert.Equal(16, Query("SYSTEM PROMPTtwo")[1]);
        _tree.SetBudget(1, 16);
        Assert.Equal(0, Query("other-text-aaaa")[1]);
        Assert.Equal(16, Query("SYSTEM PROMPTtwo")[1]);
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Case21_EvictToNothing_LeavesNothing()
    {
        Insert("hello", 1);
        Insert("help", 2);

        _tree.SetBudget(1, 0);
        _tree.SetBudget(2, 0);

        Assert.Equal([0, 0, 0], Query("hello"));
        Assert.Equal((0, 0, 0), (_tree.TotalBlocks, _tree.DistinctBlocks, _tree.NodeCount));
        _tree.CheckIntegrity();
    }

    [Fact]
    public void Case22_Purge_LeavesTheOthersAndNoGhost()
    {
        Insert("hello", 1);
        Insert("hello", 2);

        _tree.Purge(1);
        Assert.Equal([0, 0, 5], Query("hello"));
        Assert.Equal((0, 5), (_tree.BlocksOf(1), _tree.BlocksOf(2)));

        _tree.Purge(2);
        Assert.Equal([0, 0, 0], Query("hello"));
        Assert.Equal(0, _tree.NodeCount);
    }

    private void Insert(string text, int slot) => _tree.Insert(slot, Characters(text), "");

    private int[] Query(string text, int workers = 3) => _tree.Overlaps(Characters(text), workers);
}
