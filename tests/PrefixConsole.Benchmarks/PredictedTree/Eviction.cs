using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>More traffic than a budget holds: the trace twice, with what the longest insertion cost.</summary>
internal sealed record Eviction(PassTimes Times, long Budget, long Served, long Held)
{
    public static Eviction Run(IReadOnlyList<TraceRequest> trace, PromptExpansion expansion, int workers, long budgetTokens)
    {
        var budget = budgetTokens * expansion.BlocksPerId / PromptExpansion.TokensPerId;
        var tree = new ApproximatePrefixTree(TimeProvider.System, budget);
        var twice = trace.Concat(trace).ToList();
        var times = new TreeDriver(tree, expansion, workers).Pass(twice);
        return new Eviction(times, budget, twice.Sum(r => (long)r.Blocks.Length) * expansion.BlocksPerId, tree.TotalBlocks);
    }
}
