using System.Diagnostics;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>The first pass on the wall clock while a second thread reads the tree for display without a pause.</summary>
internal sealed record ConsoleReads(PassTimes Alone, PassTimes Beside, int Reads, double LongestReadMs)
{
    private const int Shown = 300;

    public static ConsoleReads Run(IReadOnlyList<TraceRequest> trace, PromptExpansion expansion, int workers)
    {
        var alone = Pass(trace, expansion, new ApproximatePrefixTree(TimeProvider.System, long.MaxValue), workers);
        var tree = new ApproximatePrefixTree(TimeProvider.System, long.MaxValue);
        using var stop = new CancellationTokenSource();
        var (reads, longest) = (0, 0.0);
        var reader = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; reads++)
            {
                var start = Stopwatch.GetTimestamp();
                var shown = tree.Largest(null, null, Shown);
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                tree.Children(shown.IsEmpty ? null : shown[0].Hash, null, Shown);
            }
        });
        reader.Start();
        var beside = Pass(trace, expansion, tree, workers);
        stop.Cancel();
        reader.Join();
        return new ConsoleReads(alone, beside, reads, longest);
    }

    private static PassTimes Pass(IReadOnlyList<TraceRequest> trace, PromptExpansion expansion, ApproximatePrefixTree tree, int workers) =>
        new TreeDriver(tree, expansion, workers).Pass(trace, () => (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds);
}
