using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Share of the prompt that the predicted tree says the worker holds.</summary>
/// <remarks>
/// Score = blocks held ÷ full blocks of the prompt: absolute, so a lead of one block stays a small lead (llm-d PR 1107). Raw: blocks.
/// A prompt without a full block has no signal: raw NaN, score 0 for all. Source: llm-d prefix-cache-scorer with match length weight 0.
/// </remarks>
internal sealed class PrefixScorer : IWorkerScorer
{
    public string Name => ScorerNames.Prefix;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        var total = request.Blocks.Count;
        for (var i = 0; i < candidates.Length; i++)
        {
            var held = candidates[i].PredictedBlocks;
            raw[i] = total == 0 ? float.NaN : held;
            scores[i] = total == 0 ? 0 : (float)held / total;
        }
    }
}
