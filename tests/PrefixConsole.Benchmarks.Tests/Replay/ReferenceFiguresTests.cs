using PrefixConsole.Benchmarks.Replay;

namespace PrefixConsole.Benchmarks.Tests.Replay;

/// <summary>Figures of the reference simulator on the excerpt, as printed by <c>reference_simulator.py EXCERPT N SHARE LOAD STRATEGY</c>.</summary>
public sealed class ReferenceFiguresTests
{
    private const double Printed = 0.000051;

    [Theory]
    [InlineData(4, 0.3, 0.5, 0.2942, 3.089, 0.9394, 9.243, 23.1245, 1.1288, 0.651)]
    [InlineData(4, 0.3, 0.85, 0.2942, 12.1259, 10.9535, 26.4865, 49.5148, 1.1288, 0.253)]
    [InlineData(3, 0.1, 0.5, 0.2872, 2.5758, 1.0908, 8.3001, 14.3814, 1.0996, 0.648)]
    [InlineData(3, 0.1, 0.85, 0.2872, 10.4237, 7.9377, 21.8719, 43.7407, 1.0996, 0.204)]
    public void RoundRobin_DrawsNothing_EqualsTheReference(
        int workers, double share, double load, double hit, double mean, double p50, double p90, double p99, double imbalance, double within)
    {
        var result = ReplayFixture.Run("round-robin", ReplayFixture.Options(workers, share, load));

        Assert.Equal(hit, result.HitRate, Printed);
        Assert.Equal(mean, result.MeanTtft, Printed);
        Assert.Equal(p50, result.P50Ttft, Printed);
        Assert.Equal(p90, result.P90Ttft, Printed);
        Assert.Equal(p99, result.P99Ttft, Printed);
        Assert.Equal(imbalance, result.Imbalance, Printed);
        Assert.Equal(within, result.WithinTwoSeconds, Printed);
    }

    [Fact]
    public void Workload_OfTheExcerpt_EqualsTheReference()
    {
        var workload = ReplayFixture.Excerpt(ReplayFixture.Options(), new PlainEngineModel());

        Assert.Equal(841, workload.CacheBlocks);
        Assert.Equal(0.612, workload.TimeScale, 0.0005);
        Assert.Equal(0.3905, workload.Bound, Printed);
    }

    /// <summary>
    /// These draw, or lay their ring out by another hash, so only means over seeds compare: over seeds, rotations of the tie-break and
    /// salts of the ring the reference gives these means. Of those on reported state, over seeds 1 to 6, it gives them under the names
    /// lld_211, dyn, dyn16, dyn_ttl and sgl_ev.
    /// </summary>
    [Theory]
    [InlineData("random", 0.293, 3.28)]
    [InlineData("least-loaded", 0.291, 1.81)]
    [InlineData("consistent-hash", 0.306, 1.96)]
    [InlineData("approximate-tree(gate=fleet,holder=last)", 0.306, 2.21)]
    [InlineData("approximate-prefix", 0.312, 1.33)]
    [InlineData("precise-prefix", 0.313, 1.53)]
    [InlineData("dynamo-cost", 0.307, 1.11)]
    [InlineData("dynamo-cost(prefill-scale=16)", 0.304, 1.00)]
    [InlineData("dynamo-cost(mode=approximate)", 0.305, 1.15)]
    [InlineData("kv-events-longest", 0.299, 9.72)]
    public void Strategy_MeanOverSeeds_IsTheReferenceWithinTolerance(string strategy, double hit, double mean)
    {
        var results = Enumerable.Range(1, 6).Select(seed => ReplayFixture.Run(strategy, ReplayFixture.Options(seed: seed))).ToArray();

        Assert.Equal(hit, results.Average(result => result.HitRate), 0.01);
        Assert.Equal(mean, results.Average(result => result.MeanTtft), 0.15 * mean);
    }
}
