using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.Scheduling.Candidates;

namespace PrefixConsole.Routing.Tests.Pickers;

public sealed class PickerTests
{
    private const int Draws = 20_000;
    private readonly Random _random = new(7);

    [Fact]
    public void MaxScore_HighestTotal_WinsWithoutTieBreak()
    {
        var pick = new MaxScorePicker(_random).Pick(TestRequest.Create(), InFlight(0, 0, 0), [1, 2.8f, 2]);

        Assert.Equal(new PickResult(1, DecisionReasons.MaxScore, ""), pick);
    }

    [Fact]
    public void MaxScore_ThreeEqual_AreDrawnEvenly()
    {
        var picker = new MaxScorePicker(_random);
        var counts = Count(4, () => picker.Pick(TestRequest.Create(), InFlight(0, 0, 0, 0), [1, 0.5f, 1, 1]));

        Assert.Equal(0, counts[1]);
        AssertShares(counts, [1 / 3.0, 0, 1 / 3.0, 1 / 3.0]);
        Assert.Equal("random among 3", picker.Pick(TestRequest.Create(), InFlight(0, 0, 0, 0), [1, 0.5f, 1, 1]).TieBreak);
    }

    [Theory]
    [InlineData(new[] { 1f, 3f }, new[] { 0.25, 0.75 })]
    [InlineData(new[] { 0f, 0f }, new[] { 0.5, 0.5 })]
    [InlineData(new[] { 0f, 0.001f }, new[] { 0.0, 1.0 })]
    [InlineData(new[] { 1f, 1f, 2f, 0f }, new[] { 0.25, 0.25, 0.5, 0 })]
    public void WeightedRandom_Totals_AreTheOdds(float[] totals, double[] shares)
    {
        var picker = new WeightedRandomPicker(_random);
        var candidates = InFlight(new int[totals.Length]);

        AssertShares(Count(totals.Length, () => picker.Pick(TestRequest.Create(), candidates, totals)), shares);
    }

    [Fact]
    public void Random_Candidates_AreDrawnEvenly()
    {
        var picker = new RandomPicker(_random);
        var candidates = InFlight(9, 0, 5, 1);

        AssertShares(Count(4, () => picker.Pick(TestRequest.Create(), candidates, default)), [0.25, 0.25, 0.25, 0.25]);
    }

    [Fact]
    public void RoundRobin_TwoModelsAlternating_EachGoesRoundAllItsWorkers()
    {
        var picker = new RoundRobinPicker(new TurnTable(), preview: false);
        var candidates = InFlight(0, 0);
        var a = new List<int>();
        var b = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            a.Add(picker.Pick(TestRequest.Create(model: "a"), candidates, default).Index);
            b.Add(picker.Pick(TestRequest.Create(model: "b"), candidates, default).Index);
        }

        Assert.Equal([0, 1, 0, 1], a);
        Assert.Equal([0, 1, 0, 1], b);
    }

    [Fact]
    public void LeastLoaded_Ties_GoToFewestProcessedThenRandom()
    {
        var picker = new LeastLoadedPicker(_random);

        Assert.Equal(1, picker.Pick(TestRequest.Create(), InFlight(2, 0, 1), default).Index);
        var byProcessed = picker.Pick(TestRequest.Create(), [One(0, processed: 9), One(1, processed: 3), One(2, inFlight: 1)], default);
        Assert.Equal((1, "fewest processed"), (byProcessed.Index, byProcessed.TieBreak));

        var equal = InFlight(1, 0, 0);
        AssertShares(Count(3, () => picker.Pick(TestRequest.Create(), equal, default)), [0, 0.5, 0.5]);
    }

    [Fact]
    public void PowerOfTwo_Loads_NeverTheMostLoadedOfThree()
    {
        // Pairs {0,1} {0,2} {1,2} are equally likely: 0 wins its two, 1 the pair without 0, 2 none.
        var picker = new PowerOfTwoPicker(_random);
        var candidates = InFlight(0, 5, 9);

        AssertShares(Count(3, () => picker.Pick(TestRequest.Create(), candidates, default)), [2 / 3.0, 1 / 3.0, 0]);
    }

    [Fact]
    public void PowerOfTwo_AllEqual_IsUniform()
    {
        var picker = new PowerOfTwoPicker(_random);
        var candidates = InFlight(4, 4, 4);

        AssertShares(Count(3, () => picker.Pick(TestRequest.Create(), candidates, default)), [1 / 3.0, 1 / 3.0, 1 / 3.0]);
        Assert.Equal(0, picker.Pick(TestRequest.Create(), InFlight(1), default).Index);
    }

    [Fact]
    public void PowerOfTwo_TheOtherDrawn_IsAnotherThatWasNoLessLoaded()
    {
        var picker = new PowerOfTwoPicker(_random);
        var loads = new[] { 3, 1, 4, 1, 5 };
        var others = new HashSet<int>();
        for (var i = 0; i < 500; i++)
        {
            var pick = picker.Pick(TestRequest.Create(), InFlight(loads), default);

            Assert.NotEqual(pick.Index, pick.OtherDrawn);
            Assert.True(loads[pick.OtherDrawn] >= loads[pick.Index]);
            Assert.Equal(loads[pick.OtherDrawn] == loads[pick.Index] ? "first of the two drawn" : "", pick.TieBreak);
            others.Add(pick.OtherDrawn);
        }

        Assert.Equal(5, others.Count);
        Assert.Equal(-1, picker.Pick(TestRequest.Create(), InFlight(1), default).OtherDrawn);
        Assert.Equal(-1, new MaxScorePicker(_random).Pick(TestRequest.Create(), InFlight(0, 0), [1, 2]).OtherDrawn);
    }

    [Theory]
    [InlineData(0, 5, 9)]
    [InlineData(4, 4, 4)]
    [InlineData(2, 2, 0, 7)]
    [InlineData(1, 1)]
    public void PowerOfTwo_Chances_AreTheSharesOfItsDraws(params int[] loads)
    {
        var picker = new PowerOfTwoPicker(_random);
        var candidates = InFlight(loads);
        var chances = new double[loads.Length];

        PowerOfTwoPicker.Chances(loads, chances);

        Assert.Equal(1, chances.Sum(), 9);
        AssertShares(Count(loads.Length, () => picker.Pick(TestRequest.Create(), candidates, default)), chances);
    }

    [Theory]
    [InlineData(1f, 3f)]
    [InlineData(0f, 0f, 0f)]
    [InlineData(1f, 1f, 2f, 0f)]
    [InlineData(0.001f, 0f)]
    public void WeightedRandom_Chances_AreTheSharesOfItsDraws(params float[] totals)
    {
        var picker = new WeightedRandomPicker(_random);
        var candidates = InFlight(new int[totals.Length]);
        var chances = new double[totals.Length];

        WeightedRandomPicker.Chances(totals, chances);

        Assert.Equal(1, chances.Sum(), 9);
        AssertShares(Count(totals.Length, () => picker.Pick(TestRequest.Create(), candidates, totals)), chances);
    }

    [Theory]
    [InlineData(0.5, 1f, 0.5f, 0f)]
    [InlineData(0.05, 1f, 0.9f)]
    [InlineData(100, 1f, 0f)]
    [InlineData(0.0001, 1f, 0f)]
    public void Softmax_Chances_AreTheSharesOfItsDraws(double temperature, params float[] totals)
    {
        var picker = new SoftmaxPicker(temperature, _random);
        var candidates = InFlight(new int[totals.Length]);
        var chances = new double[totals.Length];

        SoftmaxPicker.Chances(totals, temperature, chances);

        Assert.Equal(1, chances.Sum(), 9);
        AssertShares(Count(totals.Length, () => picker.Pick(TestRequest.Create(), candidates, totals)), chances);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(1e-20)]
    [InlineData(100)]
    public void Softmax_TieBreak_KeepsTheTemperatureExactly(double temperature)
    {
        var pick = new SoftmaxPicker(temperature, _random).Pick(TestRequest.Create(), InFlight(0, 0), [1, 0.5f]);

        Assert.Equal(temperature, SoftmaxPicker.TemperatureOf(pick.TieBreak));
    }

    [Theory]
    [InlineData("")]
    [InlineData("random among 3")]
    [InlineData("drawn at temperature ")]
    [InlineData("drawn at temperature -1")]
    [InlineData("drawn at temperature x")]
    public void Softmax_OtherWords_AreNoTemperature(string tieBreak) => Assert.Null(SoftmaxPicker.TemperatureOf(tieBreak));

    private static int[] Count(int size, Func<PickResult> pick)
    {
        var counts = new int[size];
        for (var i = 0; i < Draws; i++)
        {
            counts[pick().Index]++;
        }

        return counts;
    }

    /// <summary>Within 4.5 standard deviations of the binomial; the seed makes it the same draw every time.</summary>
    private static void AssertShares(int[] counts, double[] shares)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            Assert.Equal(shares[i] * Draws, counts[i], 4.5 * Math.Sqrt(Draws * shares[i] * (1 - shares[i])));
        }
    }
}
