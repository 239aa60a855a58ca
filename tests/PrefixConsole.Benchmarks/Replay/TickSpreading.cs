namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Undoes the rounding of timestamps to ticks, which would replay as bursts.</summary>
internal static class TickSpreading
{
    private const double LastGap = 3.0;
    private const double MaxGap = 3.1;

    /// <summary>
    /// When fewer than half of the timestamps differ, the n requests of a tick t move to <c>t + gap · (j + 0.5) / n</c>, j from 0 in
    /// order, where gap is the time to the next tick, at most 3.1 s, and 3 s after the last.
    /// </summary>
    /// <param name="seconds">Arrivals in ascending order.</param>
    public static double[] Spread(IReadOnlyList<double> seconds)
    {
        double[] ticks = [.. seconds.Distinct()];
        if (ticks.Length >= 0.5 * seconds.Count)
        {
            return [.. seconds];
        }

        var spread = new double[seconds.Count];
        var next = 0;
        for (var k = 0; k < ticks.Length; k++)
        {
            var gap = Math.Min(k + 1 < ticks.Length ? ticks[k + 1] - ticks[k] : LastGap, MaxGap);
            var first = next;
            while (next < seconds.Count && seconds[next] == ticks[k])
            {
                next++;
            }

            for (var i = first; i < next; i++)
            {
                spread[i] = ticks[k] + (gap * (i - first + 0.5) / (next - first));
            }
        }

        return spread;
    }
}
