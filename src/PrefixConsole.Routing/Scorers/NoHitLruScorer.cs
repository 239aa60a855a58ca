using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Spreads requests that nobody holds a prefix of, so that new prefixes do not pile up on one worker.</summary>
/// <remarks>
/// Any candidate holds a block: 0.5 for all. Else score = 1 − rank ÷ (n − 1), where workers that served no cold request come first in
/// list order, then the others, longest ago first; a single candidate: 1. Raw: the rank, NaN when the request is not cold.
/// Source: llm-d no-hit-lru-scorer (size 1024), whose order only cold requests move.
/// </remarks>
/// <param name="table">When each worker served a cold request.</param>
/// <param name="preview">True when scoring must leave no trace.</param>
internal sealed class NoHitLruScorer(ColdStartTable table, bool preview) : IWorkerScorer
{
    public string Name => ScorerNames.NoHitLru;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        foreach (ref readonly var candidate in candidates)
        {
            if (candidate.PredictedBlocks > 0)
            {
                raw.Fill(float.NaN);
                scores.Fill(0.5f);
                return;
            }
        }

        if (!preview)
        {
            table.NoteCold(request);
        }

        // At most WorkerRegistry.MaxWorkers of each: 12 KB of stack.
        Span<long> order = stackalloc long[candidates.Length];
        Span<int> positions = stackalloc int[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            positions[i] = i;
            order[i] = table.LastServed(candidates[i].Worker.Id) ?? (long)i - candidates.Length;
        }

        order.Sort(positions);
        for (var rank = 0; rank < positions.Length; rank++)
        {
            raw[positions[rank]] = rank;
            scores[positions[rank]] = positions.Length == 1 ? 1 : 1 - ((float)rank / (positions.Length - 1));
        }
    }
}
