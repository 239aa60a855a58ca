using System.Collections.Immutable;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Reads the predicted tree for display, whole or as one worker sees it. Lives for one call, under the tree's lock.</summary>
internal sealed class PrefixTreeReader(PrefixRun top, WorkerPart? part, TimeProvider time)
{
    private readonly long _now = time.GetTimestamp();

    public bool Includes(PrefixRun run) => part is null || part.Holds(run);

    public ImmutableArray<PrefixNodeInfo> Children(PrefixRun parent, int max)
    {
        var largest = LargestChildren(parent, max);
        var result = ImmutableArray.CreateBuilder<PrefixNodeInfo>(largest.Count);
        result.Count = largest.Count;
        for (var i = result.Count - 1; i >= 0; i--)
        {
            result[i] = Describe(largest.Dequeue());
        }

        return result.MoveToImmutable();
    }

    /// <summary>Best first: a run enters the queue when its parent leaves it, so at most <paramref name="maxNodes"/> sibling lists are read.</summary>
    public ImmutableArray<PrefixNodeInfo> Largest(PrefixRun root, int maxNodes)
    {
        var result = ImmutableArray.CreateBuilder<PrefixNodeInfo>();
        var open = new PriorityQueue<PrefixRun, (long, ulong)>();
        if (root == top)
        {
            Open(open, root, maxNodes);
        }
        else
        {
            open.Enqueue(root, default);
        }

        while (result.Count < maxNodes && open.TryDequeue(out var run, out _))
        {
            result.Add(Describe(run));
            Open(open, run, maxNodes - result.Count);
        }

        return result.DrainToImmutable();
    }

    public PrefixNodeInfo Describe(PrefixRun run) => new()
    {
        Hash = run.LastHash,
        FirstHash = run.FirstHash,
        ParentHash = run.Parent == top ? null : run.Parent!.LastHash,
        Namespace = run.Origin.Namespace,
        StartBlock = run.Start,
        BlockCount = run.Count,
        BlockSize = run.Origin.BlockSize,
        Unit = run.Origin.Unit,
        First = run.Origin.SegmentAtStart(run.Start),
        Last = run.Origin.SegmentAtEnd(run.Start + run.Count - 1),
        ChildCount = part?.ChildCount(run) ?? run.ChildCount,
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

    private void Open(PriorityQueue<PrefixRun, (long, ulong)> open, PrefixRun parent, int max)
    {
        var children = LargestChildren(parent, max);
        while (children.TryDequeue(out var child, out _))
        {
            open.Enqueue(child, (-Size(child), child.LastHash));
        }
    }

    /// <summary>The <paramref name="max"/> largest children; dequeues the smallest first. Equal sizes are ranked by hash, lower first.</summary>
    private PriorityQueue<PrefixRun, (long, ulong)> LargestChildren(PrefixRun parent, int max)
    {
        var kept = new PriorityQueue<PrefixRun, (long, ulong)>();
        for (var child = parent.FirstChild; child is not null; child = child.NextSibling)
        {
            if (!Includes(child))
            {
                continue;
            }

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

        return kept;
    }

    private long Size(PrefixRun run) => part?.SubtreeBlocks(run) ?? run.SubtreeBlocks;
}
