using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Filters;

/// <summary>
/// Keeps workers with waiting ≤ 5 × 1.2 and KV usage ≤ 0.8 × 1.2, the thresholds of llm-d's utilization detector with its
/// headroom; a missing signal passes, and when none is left all are kept (it fails open).
/// </summary>
internal sealed class UtilizationFilter : IWorkerFilter
{
    public const double QueueThreshold = 5;
    public const double KvThreshold = 0.8;
    public const double Headroom = 0.2;

    // Rounded: 0.8 × 1.2 is a hair under 0.96 in binary, and a worker at exactly the limit passes.
    private static readonly double s_maxQueue = Math.Round(QueueThreshold * (1 + Headroom), 9);
    private static readonly double s_maxKv = Math.Round(KvThreshold * (1 + Headroom), 9);

    public string Name => FilterNames.Utilization;

    public int Filter(RoutingRequest request, Span<WorkerCandidate> candidates)
    {
        var kept = 0;
        foreach (ref readonly var candidate in candidates)
        {
            if ((candidate.Waiting ?? 0) <= s_maxQueue && (candidate.KvUsage ?? 0) <= s_maxKv)
            {
                candidates[kept++] = candidate;
            }
        }

        return kept == 0 ? candidates.Length : kept;
    }
}
