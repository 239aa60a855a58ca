using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Filters;

/// <summary>
/// Keeps workers predicted to hold at least <c>threshold</c> of the prompt's blocks (default 0.80); none does: keeps all
/// (llm-d prefix-cache-affinity-filter, without its exploration and TTFT penalty).
/// </summary>
internal sealed class PrefixAffinityFilter(double threshold = PrefixAffinityFilter.DefaultThreshold) : IWorkerFilter
{
    public const double DefaultThreshold = 0.80;

    public string Name => FilterNames.PrefixAffinity;

    public int Filter(RoutingRequest request, Span<WorkerCandidate> candidates)
    {
        var total = request.Blocks.Count;
        if (total == 0)
        {
            return candidates.Length;
        }

        var kept = 0;
        foreach (ref readonly var candidate in candidates)
        {
            if ((double)candidate.PredictedBlocks / total >= threshold)
            {
                candidates[kept++] = candidate;
            }
        }

        return kept == 0 ? candidates.Length : kept;
    }
}
