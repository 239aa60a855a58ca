using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Pickers;

/// <summary>SGLang's cache-aware rule: the worker that holds most of the prompt, unless that holds too little or the worker too much.</summary>
/// <remarks>
/// In order. (1) Highest KV usage above the ceiling, or its spread above the limit: least loaded; workers that report none are left
/// out. (2) Fleet gate: max − min in flight &gt; abs and max &gt; rel × min: least loaded. (3) Deepest match ÷ total blocks must be strictly
/// above the threshold, else least loaded, by fewest processed among equals. (4) Among the holders of the deepest match the least
/// loaded, random among equals; or the one that served that prefix last. (5) Request gate: its load &gt; mean × rel and &gt; mean + abs: spills to
/// the least loaded. Only candidates count: a prefix whose only holder is unavailable is a miss, and whoever serves it becomes a holder.
/// </remarks>
internal sealed class DeepestHolderPicker(DeepestHolderRule rule, LastServedTable lastServed, Random random) : IWorkerPicker
{
    public string Name => PickerNames.DeepestHolder;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        if (IsKvUnbalanced(candidates) || (rule.FleetGate && FleetBalance.IsOff(candidates, rule.BalanceAbs, rule.BalanceRel)))
        {
            return LeastLoaded(candidates, DecisionReasons.LoadSpill);
        }

        var depth = 0;
        foreach (ref readonly var candidate in candidates)
        {
            depth = Math.Max(depth, candidate.PredictedBlocks);
        }

        if (depth == 0 || (double)depth / request.Blocks.Count <= rule.CacheThreshold)
        {
            return LeastLoaded(candidates, DecisionReasons.CacheMiss);
        }

        var hit = Holder(request, candidates, depth);
        return !rule.FleetGate && IsOverMean(candidates, candidates[hit.Index].InFlight)
            ? LeastLoaded(candidates, DecisionReasons.LoadSpill)
            : hit;
    }

    private PickResult Holder(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, int depth)
    {
        var last = rule.LastHolder ? lastServed.Find(request.Blocks.Hashes[depth - 1]) : null;
        var best = -1;
        var equal = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].PredictedBlocks != depth)
            {
                continue;
            }

            if (candidates[i].Worker.Id == last)
            {
                return new PickResult(i, DecisionReasons.CacheHit, "served this prefix last");
            }

            if (best < 0 || candidates[i].InFlight < candidates[best].InFlight)
            {
                best = i;
                equal = 1;
            }
            else if (candidates[i].InFlight == candidates[best].InFlight && random.Next(++equal) == 0)
            {
                best = i;
            }
        }

        return new PickResult(best, DecisionReasons.CacheHit, equal > 1 ? TieBreaks.RandomAmong(equal) : "");
    }

    private PickResult LeastLoaded(ReadOnlySpan<WorkerCandidate> candidates, string reason)
    {
        var index = LoadOrder.LeastLoaded(candidates, random, out var tieBreak);
        return new PickResult(index, reason, tieBreak);
    }

    private bool IsKvUnbalanced(ReadOnlySpan<WorkerCandidate> candidates)
    {
        var least = double.PositiveInfinity;
        var most = double.NegativeInfinity;
        foreach (ref readonly var candidate in candidates)
        {
            if (candidate.KvUsage is { } usage)
            {
                least = Math.Min(least, usage);
                most = Math.Max(most, usage);
            }
        }

        return most > rule.KvCeiling || most - least > rule.KvSpread;
    }

    private bool IsOverMean(ReadOnlySpan<WorkerCandidate> candidates, int load)
    {
        long total = 0;
        foreach (ref readonly var candidate in candidates)
        {
            total += candidate.InFlight;
        }

        var mean = (double)total / candidates.Length;
        return load > mean * rule.BalanceRel && load > mean + rule.BalanceAbs;
    }
}
