using CsCheck;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class ShareRangeTests
{
    [Theory]
    [InlineData("60-65", 60, 65)]
    [InlineData("0-100", 0, 100)]
    [InlineData("95-100", 95, 100)]
    public void Parse_ARange_IsWrittenTheSameWay(string text, int from, int to)
    {
        Assert.Equal(new ShareRange(from, to), ShareRange.Parse(text));
        Assert.Equal(text, ShareRange.Parse(text).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("-5-10")]
    [InlineData("60-")]
    [InlineData("65-60")]
    [InlineData("60-60")]
    [InlineData("60-101")]
    [InlineData("6.5-10")]
    [InlineData("60-65-70")]
    [InlineData("0-99999999999")]
    public void Parse_NoRange_IsNull(string? text) => Assert.Null(ShareRange.Parse(text));

    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    [InlineData(649, true)]
    [InlineData(650, false)]
    public void Contains_FromIsInToIsNot(int tokens, bool expected) => Assert.Equal(expected, new ShareRange(60, 65).Contains(tokens, 1000));

    [Fact]
    public void Contains_WholeAndEmptyPrompts_AreSomewhere()
    {
        Assert.True(new ShareRange(95, 100).Contains(1000, 1000));
        Assert.True(new ShareRange(0, 5).Contains(0, 0));
        Assert.False(new ShareRange(95, 100).Contains(0, 0));
    }

    /// <summary>A cell of the density and a step of the calibration lead to exactly the requests they count.</summary>
    [Fact]
    public void OfStep_AnyAccount_NamesTheCellAndTheStepItIsCountedIn() =>
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[0, 200_000], Gen.Int[0, 200_000]).Sample((prompt, captured, delivered) =>
        {
            var account = ReuseAccount.Of(new ReuseEvidence { Prompt = prompt, Available = captured, Captured = captured, Delivered = delivered, Deliverable = prompt });
            var cell = AccuracyDensity.IndexOf(account);
            var step = AccuracyCalibration.IndexOf(account);

            Assert.Equal([cell / AccuracyDensity.Bins], Steps(account.Captured, account.Prompt, AccuracyDensity.Bins));
            Assert.Equal([cell % AccuracyDensity.Bins], Steps(account.Delivered, account.Prompt, AccuracyDensity.Bins));
            Assert.Equal([step], Steps(account.Captured, account.Prompt, AccuracyCalibration.Steps));
        });

    private static int[] Steps(int tokens, int prompt, int steps) =>
        [.. Enumerable.Range(0, steps).Where(step => ShareRange.OfStep(step, steps).Contains(tokens, prompt))];
}
