namespace PrefixConsole.Components.Charts;

/// <summary>Trailing means for lines that would otherwise be noise.</summary>
internal static class Smoothing
{
    /// <summary>Mean of the known values among the last <paramref name="window"/>; null when the value itself and all of them are unknown.</summary>
    public static double?[] Mean(IReadOnlyList<double?> values, int window)
    {
        var means = new double?[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            var (sum, n) = (0.0, 0);
            for (var j = Math.Max(0, i - window + 1); j <= i; j++)
            {
                if (values[j] is { } value)
                {
                    (sum, n) = (sum + value, n + 1);
                }
            }

            means[i] = n == 0 ? null : sum / n;
        }

        return means;
    }
}
