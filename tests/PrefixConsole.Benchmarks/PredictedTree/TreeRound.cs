using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>A new tree over a whole trace twice, without eviction.</summary>
/// <param name="Cold">First pass: the tree grows.</param>
/// <param name="Warm">Second pass: every prompt is known.</param>
/// <param name="LiveBytes">Managed memory that the tree holds at the end.</param>
/// <param name="Distinct">Distinct blocks at the end.</param>
/// <param name="Held">Blocks held over all workers at the end.</param>
/// <param name="Nodes">Runs at the end.</param>
internal sealed record TreeRound(PassTimes Cold, PassTimes Warm, long LiveBytes, long Distinct, long Held, int Nodes)
{
    public static TreeRound Run(IReadOnlyList<TraceRequest> trace, PromptExpansion expansion, int workers)
    {
        var before = Memory.LiveBytes();
        var tree = new ApproximatePrefixTree(TimeProvider.System, long.MaxValue);
        var driver = new TreeDriver(tree, expansion, workers);
        var cold = driver.Pass(trace);
        var warm = driver.Pass(trace);
        var measured = Memory.LiveBytes() - before - (2L * sizeof(long) * 3 * trace.Count);
        var round = new TreeRound(cold, warm, measured, tree.DistinctBlocks, tree.TotalBlocks, tree.NodeCount);
        GC.KeepAlive(tree);
        return round;
    }
}
