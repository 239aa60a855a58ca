using System.Globalization;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Charts;

/// <summary>The steps into which a chart of latencies divides them.</summary>
/// <param name="Count">How many steps.</param>
/// <param name="LowerEnd">Where a step begins, ms; of <paramref name="Count"/>: where the last ends.</param>
public sealed record LatencyScale(int Count, Func<int, double> LowerEnd)
{
    /// <summary>What is measured second by second.</summary>
    public static LatencyScale Bins { get; } = new(LatencyBins.Count, LatencyBins.LowerEnd);

    /// <summary>What is stored; the last bucket has no end.</summary>
    public static LatencyScale Buckets { get; } = new(
        LatencyBuckets.Count,
        bucket => bucket == 0 ? 0 : bucket > LatencyBuckets.Bounds.Count ? double.PositiveInfinity : LatencyBuckets.Bounds[bucket - 1] * 1000);

    /// <summary>Where a step begins, as an operator reads it.</summary>
    public string Name(int step) => LowerEnd(step) switch
    {
        0 => "0 ms",
        double.PositiveInfinity => "∞",
        < 1 and var ms => string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms"),
        < 10 and var ms => string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms"),
        var ms => Figures.Duration(TimeSpan.FromMilliseconds(ms)),
    };
}
