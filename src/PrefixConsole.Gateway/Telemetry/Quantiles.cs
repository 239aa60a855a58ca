namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Quantiles by nearest rank: the smallest value that at least the given share of the sample does not exceed.</summary>
internal static class Quantiles
{
    /// <param name="sorted">Ascending.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <returns>Null for an empty sample.</returns>
    public static double? Of(ReadOnlySpan<float> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return null;
        }

        var rank = (int)Math.Ceiling(share * sorted.Length);
        return sorted[Math.Clamp(rank, 1, sorted.Length) - 1];
    }
}
