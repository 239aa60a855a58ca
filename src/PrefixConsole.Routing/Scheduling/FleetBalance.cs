namespace PrefixConsole.Routing.Scheduling;

/// <summary>SGLang's rule of when a fleet is out of balance.</summary>
internal static class FleetBalance
{
    /// <summary>The most loaded has more requests in flight than the least loaded by more than both margins.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="abs">Requests.</param>
    /// <param name="rel">Factor.</param>
    public static bool IsOff(ReadOnlySpan<WorkerCandidate> candidates, double abs, double rel)
    {
        var least = int.MaxValue;
        var most = 0;
        foreach (ref readonly var candidate in candidates)
        {
            least = Math.Min(least, candidate.InFlight);
            most = Math.Max(most, candidate.InFlight);
        }

        return most - least > abs && most > rel * least;
    }
}
