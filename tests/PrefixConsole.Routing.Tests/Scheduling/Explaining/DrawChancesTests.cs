using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling.Explaining;

/// <summary>Chances of recorded draws, and which of them the record tells.</summary>
public sealed class DrawChancesTests
{
    [Fact]
    public void Of_Random_IsEven()
    {
        var fixture = new SchedulerFixture(StrategyNames.Random);
        Add(fixture, 0, 0, 0, 0);

        Assert.Equal([0.25, 0.25, 0.25, 0.25], DrawChances.Of(fixture.Decide()));
    }

    [Fact]
    public void Of_PowerOfTwo_GoesByTheLoadsOfThen_AndTheOtherIsOneOfThoseLeft()
    {
        var fixture = new SchedulerFixture(StrategyNames.PowerOfTwo);
        Add(fixture, 0, 5, 9);

        for (var i = 0; i < 20; i++)
        {
            // w0 was tried before: what is kept of the draw names workers among all that were considered.
            var decision = fixture.Decide(TestRequest.Create(excluded: [new("w0")]));

            Assert.Equal("w1", decision.Winner!.Value.Value);
            Assert.Equal("w2", decision.Candidates[decision.OtherDrawn!.Value].Worker.Value);
            Assert.Equal([1.0, 0], DrawChances.Of(decision));
        }

        var chances = DrawChances.Of(fixture.Decide());
        Assert.Equal(2 / 3.0, chances[0], 9);
        Assert.Equal(1 / 3.0, chances[1], 9);
        Assert.Equal(0, chances[2]);
    }

    [Fact]
    public void Of_SoftmaxByCost_IsTheWeightOfEachTotal()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("temperature", 0.5));
        Add(fixture, 0, 0);
        fixture.Predicted[0] = 10;

        var decision = fixture.Decide();
        var chances = DrawChances.Of(decision);

        // The holder costs least: 1 against 0.
        Assert.Equal([1f, 0f], decision.Totals);
        Assert.Equal(1 / (1 + Math.Exp(-2)), chances[0], 9);
        Assert.Equal(1, chances.Sum(), 9);
    }

    [Fact]
    public void Of_WeightedRandom_IsTheShareOfEachTotal()
    {
        var fixture = new SchedulerFixture(SchedulerFixture.Custom("weighted-random", ("prefix", 1)));
        Add(fixture, 0, 0, 0);
        fixture.Predicted[0] = 6;
        fixture.Predicted[1] = 2;

        var chances = DrawChances.Of(fixture.Decide());

        Assert.Equal(0.75, chances[0], 6);
        Assert.Equal(0.25, chances[1], 6);
        Assert.Equal(0, chances[2]);
    }

    [Fact]
    public void Of_WeightedRandomWithoutAnyTotal_IsEven()
    {
        var fixture = new SchedulerFixture(SchedulerFixture.Custom("weighted-random", ("prefix", 1)));
        Add(fixture, 0, 0);

        Assert.Equal([0.5, 0.5], DrawChances.Of(fixture.Decide()));
    }

    [Fact]
    public void Of_ATieOfTotals_IsEvenAmongTheEquals()
    {
        var fixture = new SchedulerFixture(SchedulerFixture.Custom(null, ("prefix", 1)));
        Add(fixture, 0, 0, 0);
        fixture.Predicted[1] = fixture.Predicted[2] = 5;

        var decision = fixture.Decide();

        Assert.True(decision.IsDraw);
        Assert.Equal([0, 0.5, 0.5], DrawChances.Of(decision));
    }

    [Fact]
    public void Of_ATieOfLoads_IsEvenAmongTheEquals()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        Add(fixture, 3, 0, 0);

        var decision = fixture.Decide();

        Assert.Equal("random among 2", decision.TieBreak);
        Assert.Equal([0, 0.5, 0.5], DrawChances.Of(decision));
    }

    [Theory]
    [InlineData(StrategyNames.LeastLoaded)]
    [InlineData(StrategyNames.RoundRobin)]
    [InlineData(StrategyNames.ConsistentHash)]
    public void Of_WhatWasNotDrawn_IsNothing(string strategy)
    {
        var fixture = new SchedulerFixture(strategy);
        Add(fixture, 0, 1, 2);
        var decision = fixture.Decide();

        Assert.Empty(DrawChances.Of(decision));
        Assert.Null(decision.OtherDrawn);
    }

    [Fact]
    public void Of_OneCandidateOrNone_IsNothing()
    {
        var fixture = new SchedulerFixture(StrategyNames.Random);
        Assert.Empty(DrawChances.Of(fixture.Decide()));
        Add(fixture, 0);
        Assert.Empty(DrawChances.Of(fixture.Decide()));
    }

    [Theory]
    [InlineData("random among 3", 3)]
    [InlineData("random among 0", null)]
    [InlineData("random among many", null)]
    [InlineData("fewest processed", null)]
    [InlineData("", null)]
    public void DrawnAmong_ReadsTheWordsOfADraw(string tieBreak, int? expected) => Assert.Equal(expected, TieBreaks.DrawnAmong(tieBreak));

    private static void Add(SchedulerFixture fixture, params ReadOnlySpan<int> loads)
    {
        for (var i = 0; i < loads.Length; i++)
        {
            fixture.Add($"w{i}", loads[i]);
        }
    }
}
