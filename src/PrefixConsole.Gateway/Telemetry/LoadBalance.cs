namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How evenly requests in flight lie on the workers that may be chosen.</summary>
public static class LoadBalance
{
    /// <summary>
    /// The busiest worker's requests in flight over the mean of all: 1 is even, the number of workers is all on one. Null when nothing is in
    /// flight, or with fewer than two workers, where there is nothing to balance.
    /// </summary>
    public static double? Of(ReadOnlySpan<int> inFlight)
    {
        var (most, sum) = (0, 0L);
        foreach (var load in inFlight)
        {
            most = Math.Max(most, load);
            sum += load;
        }

        return inFlight.Length < 2 || sum == 0 ? null : (double)most * inFlight.Length / sum;
    }
}
