using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Share of the prompt that the worker reported to hold, as far as its reports are trusted; else the predicted share.</summary>
/// <remarks>
/// Score = Σ weight of the best tier of each leading block ÷ full blocks of the prompt: absolute, so a lead of one block stays a small
/// lead (llm-d PR 1107). Raw: the sum, in blocks of the prompt's tokens; for a worker whose report does not count (untrusted, silent, not
/// reporting, or no tokens known) the predicted share in the same unit. A prompt without a full block has no signal: raw NaN, score 0 for
/// all. Source: llm-d precise-prefix-cache-scorer, with its tier weights for GPU and CPU.
/// </remarks>
internal sealed class ReportedPrefixScorer(TierWeights weights) : IWorkerScorer
{
    public string Name => ScorerNames.ReportedPrefix;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        var blocks = request.TokenBlocks.Count > 0 ? request.TokenBlocks.Count : request.Blocks.Count;
        for (var i = 0; i < candidates.Length; i++)
        {
            var share = Overlap.ShareOf(request, candidates[i], weights);
            raw[i] = (float)(share * blocks);
            scores[i] = double.IsNaN(share) ? 0 : (float)share;
        }
    }
}
