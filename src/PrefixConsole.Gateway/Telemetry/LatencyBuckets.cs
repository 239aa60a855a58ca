namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Buckets of latencies, in seconds: those of the exported histograms and of the stored samples. Being the same, a quantile read from either
/// is the same, and so is an alert. They hold the thresholds that rules use (3, 10 and 30 s) as bounds, so that those are told exactly.
/// </summary>
public static class LatencyBuckets
{
    /// <summary>Upper ends, inclusive, ascending; one more bucket takes what is longer.</summary>
    public static IReadOnlyList<double> Bounds { get; } =
    [
        0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75,
        1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10, 15, 20, 25, 30, 45, 60, 100,
    ];

    public static int Count => Bounds.Count + 1;

    /// <summary>Bucket of a latency in seconds.</summary>
    public static int IndexOf(double seconds)
    {
        var (low, high) = (0, Bounds.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = seconds <= Bounds[middle] ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>
    /// A quantile in seconds as Prometheus' <c>histogram_quantile</c> estimates it: evenly spread in its bucket; the last bound when it is
    /// beyond all. Null when nothing was counted.
    /// </summary>
    /// <param name="counts">Of each bucket.</param>
    /// <param name="share">0 to 1.</param>
    public static double? Quantile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var rank = share * total;
        var below = 0L;
        for (var i = 0; i < Bounds.Count; i++)
        {
            if (counts[i] > 0 && below + counts[i] >= rank)
            {
                var lower = i == 0 ? 0 : Bounds[i - 1];
                return lower + ((Bounds[i] - lower) * (rank - below) / counts[i]);
            }

            below += counts[i];
        }

        return Bounds[^1];
    }
}
