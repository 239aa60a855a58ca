using System.Collections.Immutable;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Dynamo's cost (<see cref="DynamoCost"/>) as a score.</summary>
/// <remarks>
/// Score = (max − cost) ÷ (max − min) over the candidates; all equal: 1. Raw: the cost in blocks. Overlap is what the worker reported as
/// far as that is trusted, else predicted; in approximate mode what was sent there within the last seconds; with promises the more of both.
/// </remarks>
/// <param name="weights">Of the terms.</param>
/// <param name="active">Blocks of running requests.</param>
/// <param name="routed">What was sent where lately; null when that does not count.</param>
/// <param name="approximate">Overlap is <paramref name="routed"/> alone.</param>
internal sealed class DynamoCostScorer(DynamoWeights weights, ActiveBlocks active, RoutedBlocks? routed, bool approximate) : IExplainedScorer
{
    public string Name => ScorerNames.DynamoCost;

    public ImmutableArray<string> TermNames { get; } =
        [DynamoTerms.PrefillBlocks, DynamoTerms.OverlapCredit, DynamoTerms.DecodeBlocks, DynamoTerms.ActiveRequests];

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        Span<float> terms = stackalloc float[TermNames.Length * candidates.Length];
        Score(request, candidates, raw, scores, terms);
    }

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores, Span<float> terms)
    {
        Span<int> activeBySlot = stackalloc int[WorkerRegistry.MaxWorkers];
        Span<int> routedBySlot = stackalloc int[WorkerRegistry.MaxWorkers];
        var blocks = BlockView.Of(request);
        active.FindOverlap(blocks.Hashes, activeBySlot);
        routed?.FindOverlap(blocks.Hashes, routedBySlot);
        var least = LeastPrefill(candidates);
        var shared = approximate ? 0 : SharedRun(request, candidates);
        for (var i = 0; i < candidates.Length; i++)
        {
            ref readonly var candidate = ref candidates[i];
            var held = Held(request, candidate, blocks, routedBySlot);
            var load = new DynamoLoad(
                request.PromptTokens,
                blocks.BlockTokens,
                candidate.PendingPrefillTokens,
                least,
                held.Device,
                held.Host,
                held.Disk,
                Math.Max(0, shared - held.Device),
                (active.TokensOf(candidate.Worker) / blocks.BlockTokens) + Math.Ceiling(blocks.TotalBlocks) - activeBySlot[candidate.Worker.Slot],
                candidate.InFlight);
            var cost = DynamoCost.Of(load, weights);
            raw[i] = scores[i] = (float)cost.Total;
            terms[i] = (float)cost.Prefill;
            terms[candidates.Length + i] = (float)cost.Credit;
            terms[(2 * candidates.Length) + i] = (float)cost.Decode;
            terms[(3 * candidates.Length) + i] = (float)cost.Requests;
        }

        RelativeScore.FewestBest(scores);
    }

    /// <summary>Overlap in blocks of <paramref name="blocks"/>.</summary>
    private (double Device, double Host, double Disk) Held(RoutingRequest request, in WorkerCandidate candidate, in BlockView blocks, ReadOnlySpan<int> routedBySlot)
    {
        var sent = routed is not null && routed.IsOf(candidate.Worker) ? routedBySlot[candidate.Worker.Slot] : 0;
        if (approximate)
        {
            return (sent, 0, 0);
        }

        var source = Overlap.SourceOf(candidate.Reported.Trust, request.TokenBlocks.Count);
        var tiers = source == OverlapSource.Predicted ? default : candidate.Reported.Tiers;
        var predicted = source == OverlapSource.Reported || request.Blocks.TotalUnits == 0
            ? 0
            : candidate.PredictedBlocks * (double)request.Blocks.BlockSize / request.Blocks.TotalUnits * blocks.TotalBlocks;
        return (Math.Max(Math.Max(tiers.Gpu, predicted), sent), tiers.Cpu, tiers.Disk + tiers.Remote);
    }

    private static long LeastPrefill(ReadOnlySpan<WorkerCandidate> candidates)
    {
        var least = long.MaxValue;
        foreach (ref readonly var candidate in candidates)
        {
            least = Math.Min(least, candidate.PendingPrefillTokens);
        }

        return least;
    }

    /// <summary>Leading blocks that every worker can fetch: the longest run that somebody reported to lie in a shared store at its end.</summary>
    private static int SharedRun(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates)
    {
        var shared = 0;
        foreach (ref readonly var candidate in candidates)
        {
            var counts = Overlap.SourceOf(candidate.Reported.Trust, request.TokenBlocks.Count) != OverlapSource.Predicted;
            shared = counts && candidate.Reported.Tiers.Remote > 0 ? Math.Max(shared, candidate.Reported.Blocks) : shared;
        }

        return shared;
    }
}
