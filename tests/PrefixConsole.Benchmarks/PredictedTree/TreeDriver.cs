using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>Does with a tree what the gateway does per request: hash the prompt, ask every worker's overlap, choose, record the choice.</summary>
/// <remarks>
/// Prompts are made outside the measured time, one at a time, so they are as warm in the cache as a body that was just read. Nothing is
/// subtracted: each step's time holds one reading of the clock, match + insert two, the whole path three.
/// </remarks>
internal sealed class TreeDriver(ApproximatePrefixTree tree, PromptExpansion expansion, int workers)
{
    private readonly int[] _overlaps = new int[workers];
    private readonly LeastAssigned _choice = new(workers);

    public PassTimes Pass(IReadOnlyList<TraceRequest> trace, Func<long> nanoseconds)
    {
        var times = new PassTimes(trace.Count);
        for (var i = 0; i < trace.Count; i++)
        {
            expansion.Expand(trace[i].Blocks);
            var start = nanoseconds();
            var blocks = expansion.Hash();
            var hashed = nanoseconds();
            tree.FindOverlap(blocks.Hashes, _overlaps);
            var matched = nanoseconds();
            var collections = GC.CollectionCount(0);
            var slot = _choice.Choose(_overlaps);
            tree.Insert(slot, blocks, "trace");
            times.Insert[i] = nanoseconds() - matched;
            times.Match[i] = matched - hashed;
            times.Hash[i] = hashed - start;
            times.Matched[i] = _overlaps.Max();
            if (GC.CollectionCount(0) != collections)
            {
                times.Collected.Add(i);
            }
        }

        return times;
    }

    /// <summary>A pass on the CPU clock of the thread.</summary>
    public PassTimes Pass(IReadOnlyList<TraceRequest> trace) => Pass(trace, ThreadClock.Nanoseconds);
}
