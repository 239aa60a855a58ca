using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers workers with free KV cache.</summary>
/// <remarks>
/// Score = 1 − usage. Raw: usage, 0 to 1. A worker that reported none recently scores 0, raw NaN: it may be full; when no candidate
/// reports, all score 0 and the row decides nothing. Source: GIE and llm-d kv-cache-utilization-scorer.
/// </remarks>
internal sealed class KvUsageScorer : IWorkerScorer
{
    public string Name => ScorerNames.KvUsage;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            raw[i] = (float)(candidates[i].KvUsage ?? double.NaN);
            scores[i] = 1 - (float)(candidates[i].KvUsage ?? 1);
        }
    }
}
