namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Holdings by slot, with the sum over all workers. Bounded by <see cref="SlotBounds.Limit"/>.</summary>
internal sealed class WorkerTable(long defaultBudget)
{
    private WorkerHoldings?[] _bySlot = [];

    // by slot: a number that the worker's least recently used run is not older than
    private long[] _oldest = [];

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
            Array.Resize(ref _oldest, _bySlot.Length);
        }

        return _bySlot[slot] ??= new WorkerHoldings(slot, defaultBudget);
    }

    public void Credit(int slot, long blocks)
    {
        this[slot].Blocks += blocks;
        TotalBlocks += blocks;
    }

    /// <summary>The worker whose least recently used run is the oldest of all; some worker holds something. Exact: insertions are numbered fleet-wide.</summary>
    /// <param name="touch">Number of the last insertion.</param>
    /// <remarks>
    /// A worker's oldest use only moves forward, so a remembered one is a lower bound: the least of them is compared with its worker's
    /// list, and only where it has moved on is the next least looked for. That is one pass over an array of numbers per eviction instead of
    /// two cache misses per worker.
    /// </remarks>
    public WorkerHoldings WithOldestRun(long touch)
    {
        while (true)
        {
            var slot = 0;
            for (var i = 1; i < _oldest.Length; i++)
            {
                slot = _oldest[i] < _oldest[slot] ? i : slot;
            }

            var worker = _bySlot[slot];
            // whoever holds nothing holds at best what comes next
            var oldest = worker is { Recency.Tail: >= 0 } ? worker.Recency.TouchOf(worker.Recency.Tail) : touch + 1;
            if (oldest == _oldest[slot])
            {
                return worker!;
            }

            _oldest[slot] = oldest;
        }
    }
}
