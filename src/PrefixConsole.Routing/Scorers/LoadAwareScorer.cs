using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers short engine queues on an absolute scale, so that it never outweighs a full prefix at equal weight.</summary>
/// <remarks>
/// Score = 0.5 × (1 − min(q, T) ÷ T), T = 128; an empty queue scores 0.5, the most there is. Raw: waiting requests. A worker that
/// reported none recently is judged by our own count of its requests in flight, raw NaN. Source: llm-d load-aware-scorer.
/// </remarks>
internal sealed class LoadAwareScorer(int threshold = LoadAwareScorer.DefaultThreshold) : IWorkerScorer
{
    public const int DefaultThreshold = 128;

    public string Name => ScorerNames.LoadAware;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            var queue = candidates[i].Waiting ?? candidates[i].InFlight;
            raw[i] = candidates[i].Waiting ?? float.NaN;
            scores[i] = 0.5f * (1 - ((float)Math.Min(queue, threshold) / threshold));
        }
    }
}
