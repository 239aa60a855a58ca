using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>SGLang's event mode: the longest overlap wins, any overlap; then the lower load; then at random. No overlap: the least loaded.</summary>
/// <remarks>
/// Overlap is what was reported as far as it is trusted, else predicted: SGLang has no such fallback. Load counts only when the fleet is out
/// of balance by both margins; until then a beginning that all prompts share sends them to its first holder. Source: SGLang gateway,
/// <c>policies/cache_aware.rs</c> (event mode).
/// </remarks>
/// <param name="abs">Requests that the most loaded may have more than the least loaded.</param>
/// <param name="rel">Factor that it may have more; both must be passed.</param>
/// <param name="random">Of the draws among equals.</param>
internal sealed class LongestReportedPicker(double abs, double rel, Random random) : IWorkerPicker
{
    public string Name => PickerNames.LongestReported;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        if (FleetBalance.IsOff(candidates, abs, rel))
        {
            return LeastLoaded(candidates, DecisionReasons.LoadSpill);
        }

        var best = 0;
        var equal = 1;
        for (var i = 1; i < candidates.Length; i++)
        {
            var order = totals[i].CompareTo(totals[best]);
            order = order != 0 ? order : candidates[best].InFlight.CompareTo(candidates[i].InFlight);
            if (order > 0)
            {
                (best, equal) = (i, 1);
            }
            else if (order == 0 && random.Next(++equal) == 0)
            {
                best = i;
            }
        }

        if (totals[best] > 0)
        {
            return new PickResult(best, DecisionReasons.CacheHit, equal > 1 ? TieBreaks.RandomAmong(equal) : "");
        }

        return LeastLoaded(candidates, DecisionReasons.CacheMiss);
    }

    private PickResult LeastLoaded(ReadOnlySpan<WorkerCandidate> candidates, string reason)
    {
        var least = LoadOrder.LeastLoaded(candidates, random, out var tieBreak);
        return new PickResult(least, reason, tieBreak);
    }
}
