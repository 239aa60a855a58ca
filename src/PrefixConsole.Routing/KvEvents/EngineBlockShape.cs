namespace PrefixConsole.Routing.KvEvents;

/// <summary>How an engine's block lies across index blocks, when that is not one to one.</summary>
internal sealed class EngineBlockShape
{
    /// <summary>Blocks that tokens alone do not name (images), and all that follow them: known, so that nothing is an orphan, but not in the index.</summary>
    public static EngineBlockShape Opaque { get; } = new() { Keys = [], Tail = [] };

    /// <summary>Index blocks that end in this block.</summary>
    public required ulong[] Keys { get; init; }

    /// <summary>
    /// This block's own tokens behind the last index block that ends in it: ids of a block that is not full yet, whose hash cannot be known.
    /// </summary>
    public required int[] Tail { get; init; }

    /// <summary>Tokens of the unfinished index block up to the end of this block, those of the blocks before it included.</summary>
    public int TailLength { get; init; }

    /// <summary>The engine's name of the block before, where this block's first key or tail began there.</summary>
    public ulong Parent { get; init; }

    /// <summary>Blocks before this one that its first key needs too, nearest first.</summary>
    public ulong[] Needs { get; init; } = [];

    /// <summary>Blocks behind this one whose first key needs it.</summary>
    public List<ulong> NeededBy { get; } = [];

    /// <summary>All that the first key needs is stored.</summary>
    public bool IsFirstWhole { get; set; }
}
