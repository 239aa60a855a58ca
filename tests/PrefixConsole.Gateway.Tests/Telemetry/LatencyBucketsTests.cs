using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class LatencyBucketsTests
{
    [Fact]
    public void Bounds_AscendFromAMillisecond_AndHoldTheThresholdsOfRules()
    {
        Assert.Equal((0.001, 100), (LatencyBuckets.Bounds[0], LatencyBuckets.Bounds[^1]));
        Assert.Equal(LatencyBuckets.Bounds.Order().Distinct(), LatencyBuckets.Bounds);
        Assert.All((double[])[3, 10, 30], threshold => Assert.Contains(threshold, LatencyBuckets.Bounds));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.001, 0)]
    [InlineData(0.0011, 1)]
    [InlineData(100, 34)]
    [InlineData(101, 35)]
    public void IndexOf_BoundsAreInclusive(double seconds, int bucket) => Assert.Equal(bucket, LatencyBuckets.IndexOf(seconds));

    [Fact]
    public void Quantile_LiesInTheBucketAsPrometheusPutsIt()
    {
        var counts = new long[LatencyBuckets.Count];
        Assert.Null(LatencyBuckets.Quantile(counts, 0.5));
        counts[LatencyBuckets.IndexOf(22)] = 100;
        Assert.Equal(22.5, LatencyBuckets.Quantile(counts, 0.5)!.Value, 9);
        // All below 25 s: not above 30.
        Assert.Equal(24.95, LatencyBuckets.Quantile(counts, 0.99)!.Value, 9);
        counts[^1] = 1000;
        Assert.Equal(100, LatencyBuckets.Quantile(counts, 0.5));
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(499, false)]
    [InlineData(502, true)]
    public void ServerFailed_IsNotWhatAClientGotWrong(int status, bool failed) =>
        Assert.Equal(failed, new DecisionOutcome { StatusCode = status, Served = null, Duration = TimeSpan.Zero }.ServerFailed);
}
