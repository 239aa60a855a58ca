namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Holdings by slot, with the sum over all workers. Bounded by <see cref="SlotBounds.Limit"/>.</summary>
internal sealed class WorkerTable(long defaultBudget)
{
    private WorkerHoldings?[] _bySlot = [];

    /// <summary>Blocks held over all workers.</summary>
    public long TotalBlocks { get; private set; }

    public WorkerHoldings this[int slot] => _bySlot[slot]!;

    public ReadOnlySpan<WorkerHoldings?> AsSpan() => _bySlot;

    public WorkerHoldings? Find(int slot) => (uint)slot < (uint)_bySlot.Length ? _bySlot[slot] : null;

    public WorkerHoldings GetOrAdd(int slot)
    {
        if (slot >= _bySlot.Length)
        {
            Array.Resize(ref _bySlot, Math.Min(SlotBounds.Limit, Math.Max(slot + 1, _bySlot.Length * 2)));
        }

        return _bySlot[slot] ??= new WorkerHoldings(slot, defaultBudget);
    }

    public void Credit(int slot, long blocks)
    {
        this[slot].Blocks += blocks;
        TotalBlocks += blocks;
    }

    /// <summary>The worker whose least recently used run is the oldest of all. Exact: insertions are numbered fleet-wide.</summary>
    public WorkerHoldings? WithOldestRun()
    {
        WorkerHoldings? oldest = null;
        var touch = long.MaxValue;
        foreach (var worker in _bySlot)
        {
            if (worker is { Recency.Tail: >= 0 } && worker.Recency.TouchOf(worker.Recency.Tail) < touch)
            {
                oldest = worker;
                touch = worker.Recency.TouchOf(worker.Recency.Tail);
            }
        }

        return oldest;
    }
}
