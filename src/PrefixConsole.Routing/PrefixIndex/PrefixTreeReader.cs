using System.Collections.Immutable;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Reads the predicted tree for display, whole or as one worker sees it. Lives for one call, which holds the tree's lock when it starts.</summary>
/// <remarks>
/// <para>
/// Every few dozen runs the lock is offered to routing (<see cref="ReadingTurn"/>), so the tree may change during a read. While it does not,
/// the answer is exact. While it does, each run is described as it was at one moment, with all its numbers from that moment; the answer
/// names no run twice and no run without its parent; ranks are those of the moment a run was come by; and a run that appeared, went, or was
/// joined with its parent in the meantime may be missing until the next read. Of a run that was cut in two the upper part is shown in its place.
/// </para>
/// </remarks>
internal sealed class PrefixTreeReader(PrefixRunForest forest, TreeGate gate, int? slot, TimeProvider time)
{
    /// <summary>How far up a run is looked for that was cut since it was ranked; deeper ones count as gone.</summary>
    private const int MaxCuts = 32;

    private readonly long _now = time.GetTimestamp();

    public ReadingTurn Turn { get; } = new(gate);

    public bool Includes(PrefixRun run) => slot is not { } number || run.Holders.IndexOf(number) >= 0;

    public ImmutableArray<PrefixNodeInfo> Children(PrefixRun parent, int max)
    {
        var parentHash = HashOf(parent);
        var largest = LargestChildren(parent, max);
        var result = new List<PrefixNodeInfo>(largest.Count);
        while (largest.TryDequeue(out var ranked, out _))
        {
            Turn.Spend(1 + ranked.Holders.Count);
            if (Now(ranked, parent, parentHash) is { } child)
            {
                result.Add(Describe(child));
            }
        }

        result.Reverse();
        return [.. result];
    }

    /// <summary>Best first: a run enters the queue when its parent leaves it, so at most <paramref name="maxNodes"/> sibling lists are read.</summary>
    public ImmutableArray<PrefixNodeInfo> Largest(PrefixRun root, int maxNodes)
    {
        var result = ImmutableArray.CreateBuilder<PrefixNodeInfo>();
        var open = new PriorityQueue<Ranked, (long, ulong)>();
        if (root != forest.Top && maxNodes > 0)
        {
            result.Add(Describe(root));
        }

        Open(open, root, maxNodes - result.Count);
        while (result.Count < maxNodes && open.TryDequeue(out var next, out _))
        {
            Turn.Spend(1 + next.Run.Holders.Count);
            if (Now(next.Run, next.Parent, next.ParentHash) is { } run)
            {
                result.Add(Describe(run));
                Open(open, run, maxNodes - result.Count);
            }
        }

        return result.DrainToImmutable();
    }

    public PrefixNodeInfo Describe(PrefixRun run) => new()
    {
        Hash = run.LastHash,
        FirstHash = run.FirstHash,
        ParentHash = HashOf(run.Parent!),
        Hashes = run.Hashes,
        Namespace = run.Origin.Namespace,
        StartBlock = run.Start,
        BlockCount = run.Count,
        BlockSize = run.Origin.BlockSize,
        Unit = run.Origin.Unit,
        First = run.Origin.SegmentAtStart(run.Start),
        Last = run.Origin.SegmentAtEnd(run.Start + run.Count - 1),
        ChildCount = slot is { } number ? run.Holders.Find(number).Children : run.ChildCount,
        Holders = Holders(run),
        Hits = run.Use.Hits,
        HitsPerMinute = run.Use.RateAt(_now, time),
        LastUsed = run.Use.LastUsed,
        FirstSeen = run.Use.FirstSeen,
        SubtreeBlocks = Size(run),
    };

    private static ImmutableArray<PrefixHolder> Holders(PrefixRun run)
    {
        var holders = new PrefixHolder[run.Holders.Count];
        for (var i = 0; i < holders.Length; i++)
        {
            holders[i] = new PrefixHolder(run.Holders[i].Slot, run.Holders[i].Depth);
        }

        Array.Sort(holders, (a, b) => a.Slot.CompareTo(b.Slot));
        return [.. holders];
    }

    private ulong? HashOf(PrefixRun run) => run == forest.Top ? null : run.LastHash;

    /// <summary>What now stands where a run was ranked: the run, the upper part it was cut from, or null.</summary>
    private PrefixRun? Now(PrefixRun run, PrefixRun parent, ulong? parentHash)
    {
        var at = run;
        for (var cuts = 0; at.Parent != parent; cuts++)
        {
            if (at.Parent is null || cuts == MaxCuts)
            {
                return null;
            }

            at = at.Parent;
        }

        return Includes(at) && HashOf(parent) == parentHash ? at : null;
    }

    private void Open(PriorityQueue<Ranked, (long, ulong)> open, PrefixRun parent, int max)
    {
        var parentHash = HashOf(parent);
        var children = LargestChildren(parent, max);
        while (children.TryDequeue(out var child, out var rank))
        {
            open.Enqueue(new Ranked(child, parent, parentHash), (-rank.Size, ~rank.Hash));
            Turn.Spend(1);
        }
    }

    /// <summary>The <paramref name="max"/> largest children; dequeues the smallest first. Equal sizes are ranked by hash, lower first.</summary>
    private PriorityQueue<PrefixRun, (long Size, ulong Hash)> LargestChildren(PrefixRun parent, int max)
    {
        var kept = new PriorityQueue<PrefixRun, (long Size, ulong Hash)>();
        var cursor = forest.OpenCursor(parent);
        try
        {
            while (cursor.Next is { } child)
            {
                cursor.Next = child.NextSibling;
                if (Includes(child))
                {
                    var rank = (Size(child), ~child.LastHash);
                    if (kept.Count < max)
                    {
                        kept.Enqueue(child, rank);
                    }
                    else if (max > 0)
                    {
                        kept.EnqueueDequeue(child, rank);
                    }
                }

                Turn.Spend(1 + (child.Holders.Count / 16));
            }
        }
        finally
        {
            forest.Close(cursor);
        }

        return kept;
    }

    private long Size(PrefixRun run) => slot is { } number ? run.Holders.Find(number).SubtreeBlocks : run.SubtreeBlocks;

    private readonly record struct Ranked(PrefixRun Run, PrefixRun Parent, ulong? ParentHash);
}
