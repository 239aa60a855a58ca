namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>
/// A stretch of the predicted tree without a branch: chained block hashes, the workers that hold them and links to other runs.
/// Plain data guarded by the tree's lock; <see cref="PrefixRunForest"/> keeps the links right.
/// </summary>
/// <remarks>
/// A worker that holds any block of a child holds all blocks of the parent. Children form a linked list: finding one by its first block
/// is done by the forest's dictionary, which spares every run a dictionary of its own.
/// </remarks>
internal sealed class PrefixRun
{
    /// <summary>Never empty, except in the sentinel above all roots. Replaced, never written to: who read the array may keep it.</summary>
    public ulong[] Hashes { get; set; } = [];

    /// <summary>Index in the prompt of the first block.</summary>
    public int Start { get; set; }

    public PrefixRun? Parent { get; set; }

    public PrefixRun? FirstChild { get; set; }

    public PrefixRun? NextSibling { get; set; }

    public PrefixRun? PreviousSibling { get; set; }

    public int ChildCount { get; set; }

    /// <summary>Blocks in this run and all runs below it.</summary>
    public long SubtreeBlocks { get; set; }

    public required RunOrigin Origin { get; set; }

    public RunUse Use { get; set; }

    public HolderList Holders { get; } = new();

    public int Count => Hashes.Length;

    public ulong FirstHash => Hashes[0];

    public ulong LastHash => Hashes[^1];

    /// <summary>
    /// Leading blocks that <paramref name="blocks"/> shares with the run. The first is known to match. Chained hashes agree up to a
    /// point and nowhere after it, so one comparison settles the usual case and halving finds the point otherwise.
    /// </summary>
    public int MatchLength(ReadOnlySpan<ulong> blocks)
    {
        var longest = Math.Min(Hashes.Length, blocks.Length);
        if (Hashes[longest - 1] == blocks[longest - 1])
        {
            return longest;
        }

        var same = 1;
        var differs = longest - 1;
        while (same < differs)
        {
            var middle = (same + differs) >>> 1;
            if (Hashes[middle] == blocks[middle])
            {
                same = middle + 1;
            }
            else
            {
                differs = middle;
            }
        }

        return same;
    }

    public void AddChild(PrefixRun child)
    {
        child.Parent = this;
        child.PreviousSibling = null;
        child.NextSibling = FirstChild;
        if (FirstChild is not null)
        {
            FirstChild.PreviousSibling = child;
        }

        FirstChild = child;
        ChildCount++;
    }

    public void RemoveChild(PrefixRun child)
    {
        if (child.PreviousSibling is null)
        {
            FirstChild = child.NextSibling;
        }
        else
        {
            child.PreviousSibling.NextSibling = child.NextSibling;
        }

        if (child.NextSibling is not null)
        {
            child.NextSibling.PreviousSibling = child.PreviousSibling;
        }

        child.Parent = child.NextSibling = child.PreviousSibling = null;
        ChildCount--;
    }

    /// <summary>Puts a run in the place of another among the children.</summary>
    public void ReplaceChild(PrefixRun child, PrefixRun by)
    {
        (by.Parent, by.PreviousSibling, by.NextSibling) = (this, child.PreviousSibling, child.NextSibling);
        if (by.PreviousSibling is null)
        {
            FirstChild = by;
        }
        else
        {
            by.PreviousSibling.NextSibling = by;
        }

        if (by.NextSibling is not null)
        {
            by.NextSibling.PreviousSibling = by;
        }

        child.Parent = child.NextSibling = child.PreviousSibling = null;
    }
}
