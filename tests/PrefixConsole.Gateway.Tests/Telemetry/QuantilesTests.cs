using CsCheck;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class QuantilesTests
{
    [Fact]
    public void Of_EmptySample_IsNull() => Assert.Null(Quantiles.Of([], 0.5));

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0.001, 1)]
    public void Of_OneToHundred_IsTheNearestRank(double share, double expected) =>
        Assert.Equal(expected, Quantiles.Of([.. Enumerable.Range(1, 100).Select(i => (float)i)], share));

    [Fact]
    public void Of_AnySample_IsTheSmallestValueThatCoversTheShare() =>
        Gen.Select(Gen.Float[0, 1000].Array[1, 60], Gen.Double[0.01, 1]).Sample((values, share) =>
        {
            Array.Sort(values);
            var quantile = Quantiles.Of(values, share)!.Value;
            var covered = values.Count(v => v <= quantile);
            var coveredBelow = values.Count(v => v < quantile);
            return covered >= share * values.Length && (coveredBelow == 0 || coveredBelow < share * values.Length);
        });
}
