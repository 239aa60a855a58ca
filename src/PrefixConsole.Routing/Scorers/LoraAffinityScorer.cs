using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers workers that have the requested LoRA adapter loaded already, then those with room for it.</summary>
/// <remarks>
/// Adapter of a running request: 1; fewer adapters running and waiting than fit: 0.8; adapter of a waiting request: 0.6; else 0, as for
/// a worker that reported none recently. Raw: adapters running and waiting, NaN when not reported. Source: llm-d lora-affinity-scorer.
/// </remarks>
internal sealed class LoraAffinityScorer : IWorkerScorer
{
    public string Name => ScorerNames.LoraAffinity;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Adapters is not { MaxAdapters: { } max } known)
            {
                (raw[i], scores[i]) = (float.NaN, 0);
                continue;
            }

            var loaded = known.ActiveAdapters.Length + known.WaitingAdapters.Length;
            raw[i] = loaded;
            scores[i] = known.ActiveAdapters.Contains(request.Model) ? 1
                : loaded < max ? 0.8f
                : known.WaitingAdapters.Contains(request.Model) ? 0.6f
                : 0;
        }
    }
}
