namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>What one worker is thought to hold: its runs by recency, and its size against its budget.</summary>
internal sealed class WorkerHoldings(int slot, long budget)
{
    public int Slot { get; } = slot;

    public long Budget { get; set; } = budget;

    public long Blocks { get; set; }

    public RecencyList Recency { get; } = new();
}
