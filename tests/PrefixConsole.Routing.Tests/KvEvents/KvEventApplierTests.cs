using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.KvEvents.EventFixture;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>Cases 21 to 24 of <c>field/llm-d-and-engines.md</c> §8 and what they leave open.</summary>
public sealed class KvEventApplierTests
{
    [Fact]
    public void Store_EngineBlocksSmallerThanOurs_MakeOneBlockWhenAllAreThere()
    {
        var fixture = new EventFixture(blockTokens: 64);
        ulong[] hashes = [10, 11, 12, 13, 14, 15, 16, 17];
        fixture.Apply(Stored(hashes, null, Tokens(128), 16));

        Assert.Equal(2, fixture.Blocks(Tokens(128)));
        Assert.Equal(2, fixture.Feed.View().HeldBlocks);

        fixture.Apply(Removed([10]));

        Assert.Equal(0, fixture.Blocks(Tokens(128)));
        Assert.Equal(1, fixture.Feed.View().HeldBlocks);

        // the engine still has the other seven
        fixture.Apply(Stored([10], null, Tokens(16), 16));
        Assert.Equal(2, fixture.Blocks(Tokens(128)));

        fixture.Apply(Removed([17]));
        Assert.Equal(1, fixture.Blocks(Tokens(128)));
    }

    [Fact]
    public void Store_EngineBlocksLargerThanOurs_GoWithAllTheirBlocks()
    {
        var fixture = new EventFixture(blockTokens: 64);
        fixture.Apply(Stored([20, 21], null, Tokens(256), 128));
        Assert.Equal(4, fixture.Blocks(Tokens(256)));

        fixture.Apply(Removed([20]));

        Assert.Equal(0, fixture.Blocks(Tokens(256)));
        Assert.Equal(2, fixture.Feed.View().HeldBlocks);
    }

    [Fact]
    public void Store_FewerTokensThanABlock_IndexesNothingUntilTheBlockIsFull()
    {
        var fixture = new EventFixture(blockTokens: 64);
        fixture.Apply(Stored([1, 2, 3], null, Tokens(48), 16));
        Assert.Equal(0, fixture.Feed.View().HeldBlocks);
        Assert.Empty(fixture.Feed.View().Rejected);

        fixture.Apply(Stored([4], 3, Tokens(16, from: 49), 16));
        Assert.Equal(1, fixture.Blocks(Tokens(64)));
    }

    [Fact]
    public void Store_OneTokenPages_BranchInsideABlock()
    {
        var fixture = new EventFixture(blockTokens: 4);
        fixture.Apply(Stored([1, 2, 3, 4], null, [1, 2, 3, 4], 1));
        fixture.Apply(Stored([13, 14], 2, [30, 40], 1));
        Assert.Equal(1, fixture.Blocks([1, 2, 3, 4]));
        Assert.Equal(1, fixture.Blocks([1, 2, 30, 40]));

        // the shared page takes both with it, the branch's own only one
        fixture.Apply(Removed([14]));
        Assert.Equal((1, 0), (fixture.Blocks([1, 2, 3, 4]), fixture.Blocks([1, 2, 30, 40])));
        fixture.Apply(Removed([2]));
        Assert.Equal(0, fixture.Blocks([1, 2, 3, 4]));
        fixture.Apply(Removed([1, 3, 4, 13]));
        Assert.Equal((0, 0), (fixture.Feed.View().HeldBlocks, fixture.Index.PairCount));
    }

    [Fact]
    public void Store_BlocksThatDoNotDivide_CoverWhatEndsInThem()
    {
        var fixture = new EventFixture(blockTokens: 16);
        fixture.Apply(Stored([1, 2], null, Tokens(48), 24));
        Assert.Equal(3, fixture.Blocks(Tokens(48)));

        fixture.Apply(Removed([1]));
        Assert.Equal(1, fixture.Feed.View().HeldBlocks);
        fixture.Apply(Removed([2]));
        Assert.Equal(0, fixture.Feed.View().HeldBlocks);
    }

    [Fact]
    public void Store_ToASecondTierWithoutTokens_KeepsTheBlockWhenTheFirstIsGone()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2], null, Tokens(8), 4));
        fixture.Apply(Stored([1, 2], null, [], 0, CacheTier.Cpu));
        Assert.Equal(new TierBlocks(2), fixture.Overlap(Tokens(8)).Tiers);

        fixture.Apply(Removed([1, 2]));
        Assert.Equal(new TierBlocks(0, Cpu: 2), fixture.Overlap(Tokens(8)).Tiers);
        Assert.Equal(2, fixture.Feed.View().LowerTierBlocks);

        fixture.Apply(Removed([1, 2], CacheTier.Cpu));
        Assert.Equal((0, 0, 0), (fixture.Blocks(Tokens(8)), fixture.Feed.View().HeldBlocks, fixture.Feed.View().LowerTierBlocks));

        // the mapping is gone too: location-only stores of unknown blocks do nothing
        fixture.Apply(Stored([1, 2], null, [], 0, CacheTier.Cpu));
        Assert.Equal((0, 2), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().DroppedOrphans));
    }

    [Theory]
    [InlineData(false, 3.0)]
    [InlineData(true, 2.5)]
    public void Overlap_OfARunInSeveralTiers_WeighsTheBestTierOfEach(bool thirdOnlyOnCpu, double expected)
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2], null, Tokens(8), 4));
        fixture.Apply(Stored([3], 2, Tokens(4, from: 9), 4, CacheTier.Cpu));
        if (!thirdOnlyOnCpu)
        {
            fixture.Apply(Stored([3], 2, [], 0));
        }

        fixture.Apply(Stored([4], 3, Tokens(4, from: 13), 4));
        fixture.Apply(Removed([4]));

        Assert.Equal(expected, fixture.Overlap(Tokens(16)).Tiers.Weigh(TierWeights.Default with { Cpu = 0.5 }));
    }

    [Fact]
    public void UnknownTier_CountsForNothingUnlessSaid()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2], null, Tokens(8), 4, CacheTier.Unknown));
        var tiers = fixture.Overlap(Tokens(8)).Tiers;

        Assert.Equal((2, 0.0, 1.0), (tiers.Total, tiers.Weigh(TierWeights.Default), tiers.Weigh(TierWeights.Default with { Unknown = 0.5 })));
    }

    [Fact]
    public void StoredTwiceRemovedOnce_Stays_PerTier()
    {
        var fixture = new EventFixture();
        var store = Stored([1], null, Tokens(4), 4);
        fixture.Apply(store);
        fixture.Apply(store);
        fixture.Apply(Stored([1], null, [], 0, CacheTier.Cpu));
        fixture.Apply(Removed([1]));
        Assert.Equal(new TierBlocks(1), fixture.Overlap(Tokens(4)).Tiers);

        fixture.Apply(Removed([1]));
        Assert.Equal(new TierBlocks(0, Cpu: 1), fixture.Overlap(Tokens(4)).Tiers);
        fixture.Apply(Removed([1], CacheTier.Cpu));
        Assert.Equal(0, fixture.Feed.View().HeldBlocks);

        fixture.Apply(Removed([1]));
        Assert.Equal(1, fixture.Feed.View().UnknownRemovals);
    }

    [Fact]
    public void Cleared_ForgetsCounts_AndLeavesOthersAlone()
    {
        var fixture = new EventFixture();
        var other = fixture.Registry.AddReady("w2");
        var otherFeed = fixture.Caches.Open(other, 0)!;
        otherFeed.Receive(0, 1);
        Stored([7], null, Tokens(4), 4)(otherFeed);
        fixture.Apply(Stored([1], null, Tokens(4), 4));
        fixture.Apply(Stored([1], null, Tokens(4), 4));

        fixture.Apply(Cleared());
        Assert.Equal((0, 1L), (fixture.Blocks(Tokens(4)), fixture.Index.BlocksOf(other.Slot)));

        fixture.Apply(Stored([1], null, Tokens(4), 4));
        fixture.Apply(Removed([1]));
        Assert.Equal(0, fixture.Blocks(Tokens(4)));
    }

    [Theory]
    [InlineData("full_attention", 1)]
    [InlineData("mla_attention", 1)]
    [InlineData("sink_full", 1)]
    [InlineData("sliding_window", 0)]
    [InlineData("mamba", 0)]
    [InlineData(null, 0)]
    public void Groups_OnlyFullAttentionIsIndexed(string? kind, int expected)
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1], null, Tokens(4), 4, group: 3, kind: kind));
        Assert.Equal(expected, fixture.Blocks(Tokens(4)));

        // a removal in a group that is not indexed is nothing unknown
        fixture.Apply(Removed([1], group: 3));
        Assert.Equal((0, 0L), (fixture.Blocks(Tokens(4)), fixture.Feed.View().UnknownRemovals));
    }

    [Fact]
    public void Groups_CountSeparately()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1], null, Tokens(4), 4, group: 0, kind: "full_attention"));
        fixture.Apply(Stored([1], null, Tokens(4), 4, group: 1, kind: "sink_full"));
        fixture.Apply(Removed([1], group: 0));
        Assert.Equal(1, fixture.Blocks(Tokens(4)));
        fixture.Apply(Removed([1], group: 1));
        Assert.Equal(0, fixture.Blocks(Tokens(4)));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(null, 0)]
    public void RemovalThatNamesTheGroupAndStoreThatDoesNot_OrTheOtherWayRound_IsTheSameBlock(int? stored, int? removed)
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2], null, Tokens(8), 4, group: stored, kind: stored is null ? null : "full_attention"));
        fixture.Apply(Removed([2, 1], group: removed));
        Assert.Equal((0L, 0L), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().UnknownRemovals));

        fixture.Apply(Removed([2], group: removed));
        Assert.Equal(1L, fixture.Feed.View().UnknownRemovals);
    }

    [Fact]
    public void Orphans_WaitForTheirParent_InAnyOrder()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([3], 2, Tokens(4, from: 9), 4));
        fixture.Apply(Stored([2], 1, Tokens(4, from: 5), 4));
        Assert.Equal((0, 2L, 0L), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().ParkedBlocks, fixture.Feed.View().DroppedOrphans));

        fixture.Apply(Stored([1], null, Tokens(4), 4));

        Assert.Equal(3, fixture.Blocks(Tokens(12)));
        Assert.Equal(0, fixture.Feed.View().ParkedBlocks);
    }

    [Fact]
    public void Orphans_RemovedWhileTheyWait_AreNotThereAfterwards()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([2, 3], 1, Tokens(8, from: 5), 4));
        fixture.Apply(Removed([3]));
        fixture.Apply(Stored([1], null, Tokens(4), 4));
        Assert.Equal((2, 0L), (fixture.Blocks(Tokens(12)), fixture.Feed.View().UnknownRemovals));
    }

    [Fact]
    public void Orphans_BeyondTheBound_LeaveOldestFirst_AndAreCounted()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([2], 1, Tokens(4, from: 5), 4));
        for (var i = 0; i < ParkedStores.MaxBlocks; i++)
        {
            fixture.Apply(Stored([(ulong)(100_000 + i)], 50_000, Tokens(4), 4));
        }

        Assert.Equal(((long)ParkedStores.MaxBlocks, 1L), (fixture.Feed.View().ParkedBlocks, fixture.Feed.View().DroppedOrphans));
        fixture.Apply(Stored([1], null, Tokens(4), 4));
        Assert.Equal(1, fixture.Blocks(Tokens(8)));
    }

    [Fact]
    public void ParentZero_OfEnginesThatMeanNone_IsTheRoot()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1], 0, Tokens(4), 4));
        Assert.Equal(1, fixture.Blocks(Tokens(4)));
    }

    [Fact]
    public void HoleFilledAgain_CountsTheFullDepth()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2, 3, 4, 5], null, Tokens(20), 4));
        fixture.Apply(Removed([3]));
        Assert.Equal(2, fixture.Blocks(Tokens(20)));
        fixture.Apply(Stored([3], 2, Tokens(4, from: 9), 4));
        Assert.Equal(5, fixture.Blocks(Tokens(20)));
    }

    [Fact]
    public void Namespaces_OfAdapterAndSalt_AreKeptApart()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1, 2], null, Tokens(8), 4, adapter: "a"));
        fixture.Apply(Stored([11], null, Tokens(4), 4, salt: "s"));
        fixture.Apply(Stored([12], 11, Tokens(4, from: 5), 4));
        Assert.Equal((0, 2, 2, 0), (
            fixture.Blocks(Tokens(8)),
            fixture.Overlap(Tokens(8), adapter: "a").Blocks,
            fixture.Overlap(Tokens(8), salt: "s").Blocks,
            fixture.Overlap(Tokens(8), "a", "s").Blocks));
    }

    [Fact]
    public void BlocksThatTokensDoNotName_AreNotIndexed_NorThoseBehindThem()
    {
        var fixture = new EventFixture();
        fixture.Apply(Stored([1], null, Tokens(4), 4, extra: true));
        fixture.Apply(Stored([2], 1, Tokens(4, from: 5), 4));
        Assert.Equal((0, 0L), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().DroppedOrphans));
        fixture.Apply(Removed([2, 1]));
        Assert.Equal(0L, fixture.Feed.View().UnknownRemovals);
    }
}
