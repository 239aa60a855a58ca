using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers the fewest running requests among the candidates.</summary>
/// <remarks>
/// Score = (max − n) ÷ (max − min) over the candidates; all equal: 1. Raw: the reported count. A worker that reported none recently
/// is compared by our own count of its requests in flight instead, and its raw is NaN. Source: llm-d running-requests-size-scorer.
/// </remarks>
internal sealed class RunningRequestsScorer : IWorkerScorer
{
    public string Name => ScorerNames.RunningRequests;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            raw[i] = candidates[i].Running ?? float.NaN;
            scores[i] = candidates[i].Running ?? candidates[i].InFlight;
        }

        RelativeScore.FewestBest(scores);
    }
}
