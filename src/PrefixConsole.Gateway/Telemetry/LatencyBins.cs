namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Bins of a latency histogram: six a decade, evenly on a logarithmic scale, from 0.1 ms to 100 s; the ends take what lies beyond.</summary>
public static class LatencyBins
{
    /// <summary>Each bin is the sixth root of ten times as long as the one before, so a quantile read off it is right within 47 %.</summary>
    public const int PerDecade = 6;

    /// <summary>Lower end of the first bin, ms.</summary>
    public const double Lowest = 0.1;

    /// <summary>Bins in all.</summary>
    public const int Count = 6 * PerDecade;

    /// <summary>Bin of a latency in ms.</summary>
    public static int IndexOf(double milliseconds) =>
        milliseconds > Lowest ? Math.Min(Count - 1, (int)(Math.Log10(milliseconds / Lowest) * PerDecade)) : 0;

    /// <summary>Where a bin begins, ms; that of <see cref="Count"/> is where the last ends.</summary>
    public static double LowerEnd(int bin) => Lowest * Math.Pow(10, (double)bin / PerDecade);
}
