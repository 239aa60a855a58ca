using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Filters;

/// <summary>Keeps workers that report a KV usage below <c>limit</c> (default 0.98); no report passes. None left refuses the request.</summary>
internal sealed class KvBelowLimitFilter(double limit = KvBelowLimitFilter.DefaultLimit) : IWorkerFilter
{
    public const double DefaultLimit = 0.98;

    public string Name => FilterNames.KvBelowLimit;

    public int Filter(RoutingRequest request, Span<WorkerCandidate> candidates)
    {
        var kept = 0;
        foreach (ref readonly var candidate in candidates)
        {
            if (candidate.KvUsage is not { } usage || usage < limit)
            {
                candidates[kept++] = candidate;
            }
        }

        return kept;
    }
}
