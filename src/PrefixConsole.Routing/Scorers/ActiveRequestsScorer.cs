using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers workers with fewer requests in flight by our own count.</summary>
/// <remarks>
/// Score = 1 when n ≤ idle threshold (0), else (max − n) ÷ max × highest busy score (1), max over the candidates. Raw: requests in
/// flight; always known. Source: llm-d active-request-scorer.
/// </remarks>
internal sealed class ActiveRequestsScorer(
    int idleThreshold = ActiveRequestsScorer.DefaultIdleThreshold,
    float maxBusyScore = ActiveRequestsScorer.DefaultMaxBusyScore) : IWorkerScorer
{
    public const int DefaultIdleThreshold = 0;
    public const float DefaultMaxBusyScore = 1;

    public string Name => ScorerNames.ActiveRequests;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        var most = 0;
        foreach (ref readonly var candidate in candidates)
        {
            most = Math.Max(most, candidate.InFlight);
        }

        for (var i = 0; i < candidates.Length; i++)
        {
            var active = candidates[i].InFlight;
            raw[i] = active;
            scores[i] = active <= idleThreshold ? 1 : (float)(most - active) / most * maxBusyScore;
        }
    }
}
