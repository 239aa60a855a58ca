using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Filters;

/// <summary>Keeps workers that report fewer than <c>limit</c> waiting requests (default 128); no report passes. None left refuses the request.</summary>
internal sealed class BelowQueueLimitFilter(int limit = BelowQueueLimitFilter.DefaultLimit) : IWorkerFilter
{
    public const int DefaultLimit = 128;

    public string Name => FilterNames.BelowQueueLimit;

    public int Filter(RoutingRequest request, Span<WorkerCandidate> candidates)
    {
        var kept = 0;
        foreach (ref readonly var candidate in candidates)
        {
            if (candidate.Waiting is not { } waiting || waiting < limit)
            {
                candidates[kept++] = candidate;
            }
        }

        return kept;
    }
}
