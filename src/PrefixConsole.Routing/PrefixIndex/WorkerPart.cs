namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>One worker's part of the predicted tree, summed up for display.</summary>
internal sealed class WorkerPart
{
    private readonly long[] _subtreeBlocks;
    private readonly int[] _children;

    /// <remarks>
    /// One pass over the worker's runs from the least recently used: every run comes before its parent in that order, so each sum is
    /// complete when it is added to the one above.
    /// </remarks>
    public WorkerPart(int slot, WorkerHoldings? worker)
    {
        Slot = slot;
        var recency = worker?.Recency;
        _subtreeBlocks = new long[recency?.Capacity ?? 0];
        _children = new int[_subtreeBlocks.Length];
        for (var entry = recency?.Tail ?? -1; entry >= 0; entry = recency!.Newer(entry))
        {
            var run = recency![entry];
            _subtreeBlocks[entry] += run.Holders.DepthOf(slot);
            if (EntryOf(run.Parent!) is var above and >= 0)
            {
                _subtreeBlocks[above] += _subtreeBlocks[entry];
                _children[above]++;
            }
        }
    }

    public int Slot { get; }

    public bool Holds(PrefixRun run) => run.Holders.IndexOf(Slot) >= 0;

    public long SubtreeBlocks(PrefixRun run) => EntryOf(run) is var entry and >= 0 ? _subtreeBlocks[entry] : 0;

    public int ChildCount(PrefixRun run) => EntryOf(run) is var entry and >= 0 ? _children[entry] : 0;

    private int EntryOf(PrefixRun run)
    {
        var index = run.Holders.IndexOf(Slot);
        return index < 0 ? -1 : run.Holders[index].Entry;
    }
}
