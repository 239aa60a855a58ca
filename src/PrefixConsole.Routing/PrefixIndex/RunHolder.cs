namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A worker that holds the first <see cref="Depth"/> blocks of a run, and its entry in that worker's recency list.</summary>
internal struct RunHolder
{
    public int Slot;
    public int Depth;
    public int Entry;

    /// <summary>Child runs that the worker holds a part of.</summary>
    public int Children;

    /// <summary>Blocks that the worker holds in this run and all runs below it.</summary>
    public long SubtreeBlocks;
}
