using PrefixConsole.Routing.PrefixIndex;
using static PrefixConsole.Testing.Prefixes.TestPrompts;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

/// <summary>The vectors of sglang.md §5 and dynamo.md §7 on the reported index, as decisions.md amends them.</summary>
public sealed class ReportedPrefixIndexCases
{
    private readonly ReportedPrefixIndex _index = new();

    [Fact]
    public void Sglang23_DifferentDepths_AreExact()
    {
        Store(1, 10, 20, 30);
        Store(2, 10, 20);

        Assert.Equal([0, 3, 2], Query(10, 20, 30, 40));
    }

    [Fact]
    public void Sglang24_ChildOfAKnownParent_Continues()
    {
        var chain = Chain(10, 20, 30, 40);
        Assert.True(_index.Store(1, null, chain.AsSpan(0, 2)));
        Assert.True(_index.Store(1, chain[1], chain.AsSpan(2)));

        Assert.Equal([0, 4, 0], Query(10, 20, 30, 40));
    }

    [Fact]
    public void Sglang24_UnknownParent_IsRefusedAndInvisible()
    {
        var chain = Chain(10, 20, 30, 40);

        Assert.False(_index.Store(1, chain[1], chain.AsSpan(2)));

        Assert.Equal(0, _index.PairCount);
        Assert.Equal([0, 0, 0], _index.Overlaps(chain[2..], 3));
    }

    [Fact]
    public void Sglang25And26_SameContentBehindAnotherPrefix_IsNoMatch()
    {
        Store(1, 10, 99);
        Store(2, 20, 99);
        Store(3, 10);

        Assert.Equal([0, 2, 0, 1], _index.Overlaps(Chain(10, 99), 4));
    }

    [Fact]
    public void Sglang27_HoleAtTheSecondOfHundred_LeavesOne()
    {
        var chain = Chain([.. Enumerable.Range(0, 100)]);
        _index.Store(1, null, chain);

        _index.Remove(1, [chain[1]]);

        Assert.Equal([0, 1], _index.Overlaps(chain, 2));
    }

    [Fact]
    public void Sglang28_DuplicatesAndUnknowns_ChangeNothing()
    {
        Store(1, 1, 2);
        Store(1, 1, 2);
        Assert.Equal(2, _index.BlocksOf(1));

        _index.Remove(1, Chain(7));
        _index.Remove(9, Chain(1));
        _index.Remove(-1, Chain(1));
        _index.Clear(9);

        Assert.Equal(2, _index.PairCount);
        _index.CheckIntegrity();
    }

    [Fact]
    public void Sglang29_ManyDepths_AreExact()
    {
        int[] depths = [10, 20, 35, 64, 100];
        var chain = Chain([.. Enumerable.Range(0, 100)]);
        for (var slot = 0; slot < depths.Length; slot++)
        {
            _index.Store(slot, null, chain.AsSpan(0, depths[slot]));
        }

        Assert.Equal(depths, _index.Overlaps(chain, 5));
    }

    [Fact]
    public void Sglang30_CommonStem_CountsForBoth()
    {
        var stem = Enumerable.Range(0, 40);
        int[] first = [.. stem, .. Enumerable.Range(1000, 60)];
        Store(1, first);
        Store(2, [.. stem, .. Enumerable.Range(2000, 20)]);

        Assert.Equal([0, 100, 40, 0], _index.Overlaps(Chain(first), 4));
    }

    [Fact]
    public void Dynamo01_Queries_MatchLeadingRunsOnly()
    {
        Store(0, 1, 2, 3);

        Assert.Equal([3, 2, 3, 0, 0, 0], new[] { Query(1, 2, 3)[0], Query(1, 2, 999)[0], Query(1, 2, 3, 4)[0], Query(999, 2, 3)[0], Query(2, 3)[0], Query()[0] });
    }

    [Fact]
    public void Dynamo02_Branches_AreToldApart()
    {
        Store(0, 1, 2);
        Store(1, 1, 3);

        Assert.Equal([1, 1, 0], Query(1));
        Assert.Equal([2, 1, 0], Query(1, 2));
        Assert.Equal([1, 2, 0], Query(1, 3));
        Assert.Equal([1, 1, 0], Query(1, 4));
    }

    [Fact]
    public void Dynamo03_ContinuedChain_MatchesThroughout()
    {
        var chain = Chain(1, 2, 3, 4, 5);
        _index.Store(0, null, chain.AsSpan(0, 3));
        _index.Store(0, chain[2], chain.AsSpan(3));

        Assert.Equal([5, 0, 0], Query(1, 2, 3, 4, 5));
    }

    [Fact]
    public void Dynamo04And05_ParentKnownForAnotherWorkerOnly_IsRefused()
    {
        var chain = Chain(1, 2, 3, 4);
        _index.Store(1, null, chain.AsSpan(0, 3));

        Assert.False(_index.Store(2, chain[2], chain.AsSpan(3)));

        Assert.Equal([0, 3, 0], Query(1, 2, 3, 4));
        Assert.Equal(0, _index.BlocksOf(2));
    }

    [Fact]
    public void Dynamo06_StoredTwiceRemovedOnce_IsGoneBecauseCountsLiveElsewhere()
    {
        Store(0, 1, 2, 3);
        Store(0, 1, 2, 3);

        _index.Remove(0, Chain(1, 2, 3));

        Assert.Equal([0, 0, 0], Query(1, 2, 3));
        Assert.Equal(0, _index.PairCount);
        _index.CheckIntegrity();
    }

    [Fact]
    public void Dynamo07And09_TailAndHeadRemoved_ShortenTheRun()
    {
        var chain = Chain(1, 2, 3);
        _index.Store(0, null, chain);

        _index.Remove(0, [chain[2]]);
        Assert.Equal([2, 0, 0], Query(1, 2, 3));
        _index.Remove(0, [chain[0]]);
        Assert.Equal([0, 0, 0], Query(1, 2, 3));
    }

    /// <summary>decisions.md: the engine still holds what is behind the hole, so their answer (3) does not bind.</summary>
    [Fact]
    public void Dynamo08_HoleRefilled_GivesFullDepthAgain()
    {
        var chain = Chain(1, 2, 3, 4, 5);
        _index.Store(0, null, chain);

        _index.Remove(0, [chain[2]]);
        Assert.Equal([2, 0, 0], Query(1, 2, 3, 4, 5));
        Assert.True(_index.Store(0, chain[1], [chain[2]]));
        Assert.Equal([5, 0, 0], Query(1, 2, 3, 4, 5));
    }

    [Fact]
    public void Dynamo10And11_UnknownBlocksInABatch_DoNotStopTheRest()
    {
        var chain = Chain(1, 2, 3);
        _index.Store(0, null, chain);
        _index.Store(1, null, chain);

        _index.Remove(0, [.. Chain(77), chain[2]]);
        _index.Remove(5, chain);

        Assert.Equal([2, 3, 0], Query(1, 2, 3));
    }

    [Fact]
    public void Dynamo12_OneOfTwoHoldersRemovesAll_LeavesTheOther()
    {
        Store(0, 1, 2, 3);
        Store(1, 1, 2, 3);

        _index.Remove(0, [.. Chain(1, 2, 3).Reverse()]);

        Assert.Equal([0, 3, 0], Query(1, 2, 3));
    }

    [Fact]
    public void Dynamo13_Cleared_ForgetsOneWorkerWhichMayStartAgain()
    {
        Store(0, 1, 2, 3);
        Store(1, 1, 2, 3);

        _index.Clear(0);
        Assert.Equal([0, 3, 0], Query(1, 2, 3));
        Store(0, 1, 2);
        Assert.Equal([2, 3, 0], Query(1, 2, 3));
        _index.CheckIntegrity();
    }

    [Fact]
    public void Dynamo14_SameContentBehindAnotherPrefix_IsNoMatch()
    {
        Store(0, 1, 9);
        Store(1, 2, 9);

        Assert.Equal([2, 0, 0], Query(1, 9));
        Assert.Equal([0, 2, 0], Query(2, 9));
        Assert.Equal([0, 0, 0], Query(3, 9));
    }

    [Fact]
    public void Dynamo16_SharedStemWithBranches_FollowsRemovals()
    {
        Store(0, 1, 2, 3, 4, 5, 6);
        Store(1, 1, 2, 3, 7, 8);
        Assert.Equal([6, 3, 0], Query(1, 2, 3, 4, 5, 6));
        Assert.Equal([3, 5, 0], Query(1, 2, 3, 7, 8));

        _index.Remove(0, [.. Chain(1, 2, 3, 4, 5, 6)[3..].Reverse()]);

        Assert.Equal([3, 3, 0], Query(1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void Dynamo17_RemovedHeadFirst_IsGoneAndMayReturn()
    {
        Store(0, 1, 2, 3);
        _index.Remove(0, Chain(1, 2, 3));
        Assert.Equal([0, 0, 0], Query(1, 2, 3));

        Store(0, 1, 2);
        Assert.Equal([2, 0, 0], Query(1, 2, 3));
    }

    /// <summary>Second half of case 17, decided as case 8: what is behind the head is still there and takes children.</summary>
    [Fact]
    public void Dynamo17_HeadRefilled_GivesFullDepthAgain()
    {
        var chain = Chain(1, 2, 3, 4);
        _index.Store(0, null, chain.AsSpan(0, 3));
        _index.Remove(0, [chain[0]]);

        Assert.True(_index.Store(0, chain[2], chain.AsSpan(3)));
        Assert.Equal([0, 0, 0], Query(1, 2, 3, 4));
        Assert.True(_index.Store(0, null, chain.AsSpan(0, 1)));

        Assert.Equal([4, 0, 0], Query(1, 2, 3, 4));
    }

    /// <summary>Traces number their blocks from 0; 0 is also how the index marks what it does not use.</summary>
    [Fact]
    public void Store_HashesZeroAndOne_AreTwoBlocks()
    {
        Assert.True(_index.Store(1, null, [1]));
        Assert.Equal([0, 0, 0], _index.Overlaps([0], 3));

        Assert.True(_index.Store(2, null, [0, 1]));
        _index.Remove(1, [1]);

        Assert.Equal([0, 0, 2], _index.Overlaps([0, 1], 3));
        Assert.True(_index.Store(2, 0, [7]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1 << 16)]
    public void Store_SlotOutOfBounds_IsRefused(int slot) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _index.Store(slot, null, Chain(1)));

    [Fact]
    public void Expect_AbsurdlyMany_MakesBoundedRoomAndKeepsWhatIsThere()
    {
        Store(1, 10, 20);

        _index.Expect(long.MaxValue);
        Store(2, 10, 20, 30);
        _index.Expect(0);

        Assert.Equal([0, 2, 3], Query(10, 20, 30));
        _index.CheckIntegrity();
    }

    [Fact]
    public void Expect_Negative_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => _index.Expect(-1));

    private void Store(int slot, params int[] ids) => Assert.True(_index.Store(slot, null, Chain(ids)));

    private int[] Query(params int[] ids) => _index.Overlaps(Chain(ids), 3);
}
