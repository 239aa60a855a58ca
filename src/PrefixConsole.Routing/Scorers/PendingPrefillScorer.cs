using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers workers with fewer prompt tokens sent and not yet prefilled.</summary>
/// <remarks>
/// Score = 1 − min(1, pending ÷ 4,194,304). Raw: estimated uncached prompt tokens of requests without a first byte, by our own count;
/// always known. Source: llm-d token-load-scorer, with its threshold.
/// </remarks>
internal sealed class PendingPrefillScorer(long threshold = PendingPrefillScorer.DefaultThreshold) : IWorkerScorer
{
    public const long DefaultThreshold = 4_194_304;

    public string Name => ScorerNames.PendingPrefill;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            var pending = candidates[i].PendingPrefillTokens;
            raw[i] = pending;
            scores[i] = (float)(1 - Math.Min(1, (double)pending / threshold));
        }
    }
}
