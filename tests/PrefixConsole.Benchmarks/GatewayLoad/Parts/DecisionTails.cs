using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>What choosing took in alternating rounds with and without consoles, ms.</summary>
internal sealed class DecisionTails
{
    private readonly List<double[]> _alone = [];
    private readonly List<double[]> _watched = [];

    /// <summary>p99 without consoles, of that with, of each round.</summary>
    public Quantiles Ratios => new(_alone.Zip(_watched, (a, w) => new Quantiles(a).At(0.99) / new Quantiles(w).At(0.99)));

    public void Add(bool watched, double[] times) => (watched ? _watched : _alone).Add(times);

    public string Describe(string where)
    {
        var (alone, watched, ratios) = (new Quantiles(_alone.SelectMany(t => t)), new Quantiles(_watched.SelectMany(t => t)), Ratios);
        return FormattableString.Invariant(
            $"a decision, {where}, µs: alone p50 {alone.Median * 1000:0.0}, p99 {alone.At(0.99) * 1000:0.0}; watched p50 {watched.Median * 1000:0.0}, p99 {watched.At(0.99) * 1000:0.0}; p99 alone / watched of a round: {ratios.Min:0.00} to {ratios.Max:0.00}");
    }
}
