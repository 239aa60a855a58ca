namespace PrefixConsole.Routing.Scheduling;

/// <summary>The order in which every rule here calls a worker less loaded: own requests in flight first.</summary>
internal static class LoadOrder
{
    /// <summary>
    /// Fewest in flight; among those fewest ever processed, so that an idle fleet is filled evenly; among those uniformly at random.
    /// </summary>
    public static int LeastLoaded(ReadOnlySpan<WorkerCandidate> candidates, Random random, out string tieBreak)
    {
        var best = 0;
        var sameLoad = 1;
        var same = 1;
        for (var i = 1; i < candidates.Length; i++)
        {
            var load = candidates[i].InFlight.CompareTo(candidates[best].InFlight);
            var order = load != 0 ? load : candidates[i].Processed.CompareTo(candidates[best].Processed);
            sameLoad = load < 0 ? 1 : load == 0 ? sameLoad + 1 : sameLoad;
            if (order < 0)
            {
                best = i;
                same = 1;
            }
            else if (order == 0 && random.Next(++same) == 0)
            {
                // Reservoir of one: each of the n equals ends up chosen with probability 1/n.
                best = i;
            }
        }

        tieBreak = same > 1 ? TieBreaks.RandomAmong(same) : sameLoad > 1 ? TieBreaks.FewestProcessed : "";
        return best;
    }
}
