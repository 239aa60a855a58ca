using System.Diagnostics.CodeAnalysis;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>
/// The runs of the predicted tree and every change of their shape: add, extend, split, merge, trim. Keeps the dictionaries, the
/// counters and the holders' recency entries in step, so that no counter ever needs a walk.
/// </summary>
/// <remarks>
/// Chained hashes name whole prefixes, hence the first hash of a run is unique in the whole forest and one dictionary replaces a child map
/// per run. Two prompts whose 64-bit hashes collide would meet in it; the second is then not recorded past that block.
/// </remarks>
internal sealed class PrefixRunForest(WorkerTable workers, int expectedRuns)
{
    private readonly Dictionary<ulong, PrefixRun> _byFirst = new(expectedRuns);
    private readonly Dictionary<ulong, PrefixRun> _byLast = new(expectedRuns);

    // reads under way: one per open page at most, hence a list
    private readonly List<SiblingCursor> _cursors = [];

    /// <summary>Sentinel above all roots: no blocks, no holders.</summary>
    public PrefixRun Top { get; } = new() { Origin = new RunOrigin(Prefixes.PromptBlocks.Empty, "") };

    public int RunCount => _byFirst.Count;

    public long DistinctBlocks => Top.SubtreeBlocks;

    public bool TryGetChild(PrefixRun parent, ulong firstHash, [NotNullWhen(true)] out PrefixRun? child) =>
        _byFirst.TryGetValue(firstHash, out child) && child.Parent == parent;

    public bool IsTaken(ulong firstHash) => _byFirst.ContainsKey(firstHash);

    public bool TryFind(ulong lastHash, [NotNullWhen(true)] out PrefixRun? run) => _byLast.TryGetValue(lastHash, out run);

    /// <summary>A place before the first child that stays valid while the children change, until it is closed.</summary>
    public SiblingCursor OpenCursor(PrefixRun parent)
    {
        var cursor = new SiblingCursor(parent);
        _cursors.Add(cursor);
        return cursor;
    }

    public void Close(SiblingCursor cursor) => _cursors.Remove(cursor);

    /// <summary>A worker gains, or loses, its first block of a run.</summary>
    public void CountChild(PrefixRun run, int slot, int children)
    {
        var parent = run.Parent!;
        if (parent != Top)
        {
            parent.Holders[parent.Holders.IndexOf(slot)].Children += children;
        }
    }

    /// <summary>Adds a run without holders; the caller adds one before it lets go of the lock.</summary>
    public PrefixRun Add(PrefixRun parent, ReadOnlySpan<ulong> hashes, RunOrigin origin, RunUse use)
    {
        var run = new PrefixRun
        {
            Hashes = hashes.ToArray(),
            Start = parent.Start + parent.Count,
            Origin = origin,
            Use = use,
        };
        parent.AddChild(run);
        _byFirst.Add(run.FirstHash, run);
        _byLast.TryAdd(run.LastHash, run);
        Grow(run, hashes.Length);
        return run;
    }

    /// <summary>Appends blocks to a leaf: nobody's part of it changes.</summary>
    public void Extend(PrefixRun leaf, ReadOnlySpan<ulong> hashes, RunOrigin origin)
    {
        ForgetLast(leaf);
        leaf.Hashes = [.. leaf.Hashes, .. hashes];
        leaf.Origin = origin;
        _byLast.TryAdd(leaf.LastHash, leaf);
        Grow(leaf, hashes.Length);
    }

    /// <summary>False only after a collision of hashes: the lower part's first block is the first block of another run already.</summary>
    public bool CanSplit(PrefixRun run, int length) => !IsTaken(run.Hashes[length]);

    /// <summary>Cuts a run after <paramref name="length"/> blocks. The lower part keeps the object, for its last hash names it.</summary>
    /// <returns>The new upper part.</returns>
    public PrefixRun Split(PrefixRun run, int length)
    {
        var parent = run.Parent!;
        var upper = new PrefixRun
        {
            Hashes = run.Hashes[..length],
            Start = run.Start,
            Origin = run.Origin,
            Use = run.Use,
            SubtreeBlocks = run.SubtreeBlocks,
        };
        Replace(parent, run, upper);
        run.Hashes = run.Hashes[length..];
        run.Start += length;
        run.SubtreeBlocks -= length;
        upper.AddChild(run);
        _byFirst[upper.FirstHash] = upper;
        _byFirst.Add(run.FirstHash, run);
        _byLast.TryAdd(upper.LastHash, upper);

        for (var i = run.Holders.Count - 1; i >= 0; i--)
        {
            ref var holder = ref run.Holders[i];
            var recency = workers[holder.Slot].Recency;
            if (holder.Depth <= length)
            {
                recency[holder.Entry] = upper;
                upper.Holders.Add(holder);
                run.Holders.RemoveAt(i);
            }
            else
            {
                upper.Holders.Add(holder with { Depth = length, Entry = recency.AddAhead(upper, holder.Entry), Children = 1 });
                holder.Depth -= length;
                holder.SubtreeBlocks -= length;
            }
        }

        return upper;
    }

    /// <summary>
    /// Joins a run with its only child when no worker's recency would blur: every holder of the child used both in the same
    /// insertion last. The child keeps its object, for its last hash names the result.
    /// </summary>
    public void MergeWithOnlyChild(PrefixRun run)
    {
        if (!CanMerge(run))
        {
            return;
        }

        var parent = run.Parent!;
        var child = run.FirstChild!;
        ForgetLast(run);
        _byFirst.Remove(child.FirstHash);
        _byFirst[run.FirstHash] = child;

        // equal times of use make the two entries of a worker neighbours, so either may stand for the joined run
        foreach (ref readonly var holder in run.Holders.AsSpan())
        {
            var recency = workers[holder.Slot].Recency;
            var index = child.Holders.IndexOf(holder.Slot);
            if (index < 0)
            {
                recency[holder.Entry] = child;
                child.Holders.Add(holder);
            }
            else
            {
                recency.Remove(holder.Entry);
                child.Holders[index].Depth += run.Count;
                child.Holders[index].SubtreeBlocks = holder.SubtreeBlocks;
            }
        }

        child.Hashes = [.. run.Hashes, .. child.Hashes];
        child.Start = run.Start;
        child.SubtreeBlocks = run.SubtreeBlocks;
        child.Use = run.Use.MergedWith(child.Use);
        Remove(run, child);
        Replace(parent, run, child);
    }

    /// <summary>True when <see cref="MergeWithOnlyChild"/> would act.</summary>
    public bool CanMerge(PrefixRun run)
    {
        if (run.ChildCount != 1 || run == Top)
        {
            return false;
        }

        foreach (ref readonly var holder in run.FirstChild!.Holders.AsSpan())
        {
            var above = run.Holders[run.Holders.IndexOf(holder.Slot)];
            var recency = workers[holder.Slot].Recency;
            if (recency.TouchOf(above.Entry) != recency.TouchOf(holder.Entry))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A worker drops the last blocks of its part of a run that is a leaf for it; blocks that nobody holds any more go.</summary>
    public void Drop(PrefixRun run, int slot, int blocks)
    {
        var index = run.Holders.IndexOf(slot);
        ref var holder = ref run.Holders[index];
        holder.Depth -= blocks;
        workers.Credit(slot, -blocks);
        for (var at = run; at != Top; at = at.Parent!)
        {
            at.Holders[at.Holders.IndexOf(slot)].SubtreeBlocks -= blocks;
        }

        var gone = holder.Depth == 0;
        if (gone)
        {
            CountChild(run, slot, -1);
            workers[slot].Recency.Remove(holder.Entry);
            run.Holders.RemoveAt(index);
        }

        var parent = run.Parent!;
        var held = run.Holders.MaxDepth();
        if (held == 0)
        {
            Unlink(run);
        }
        else if (held < run.Count)
        {
            ForgetLast(run);
            Grow(run, held - run.Count);
            run.Hashes = run.Hashes[..held];
            _byLast.TryAdd(run.LastHash, run);
        }

        if (gone)
        {
            // fewer holders or fewer siblings may allow what was refused before
            MergeWithOnlyChild(parent);
        }
    }

    /// <summary>For the self-check: every run is found by its last hash and nothing else is.</summary>
    public bool NamesMatch() => _byLast.Count == _byFirst.Count && _byFirst.Values.All(run => _byLast.TryGetValue(run.LastHash, out var named) && named == run);

    private void Unlink(PrefixRun run)
    {
        _byFirst.Remove(run.FirstHash);
        ForgetLast(run);
        Grow(run, -run.Count);
        Remove(run.Parent!, run);
    }

    private void Remove(PrefixRun parent, PrefixRun child)
    {
        MoveCursors(child, child.NextSibling);
        parent.RemoveChild(child);
    }

    private void Replace(PrefixRun parent, PrefixRun child, PrefixRun by)
    {
        MoveCursors(child, by);
        parent.ReplaceChild(child, by);
    }

    private void MoveCursors(PrefixRun from, PrefixRun? to)
    {
        foreach (var cursor in _cursors)
        {
            if (cursor.Next == from)
            {
                cursor.Next = to;
            }
        }
    }

    /// <summary>Removes the name of a run unless a collision gave it to another.</summary>
    private void ForgetLast(PrefixRun run)
    {
        if (_byLast.TryGetValue(run.LastHash, out var owner) && owner == run)
        {
            _byLast.Remove(run.LastHash);
        }
    }

    private static void Grow(PrefixRun run, int blocks)
    {
        for (var at = run; at is not null; at = at.Parent)
        {
            at.SubtreeBlocks += blocks;
        }
    }
}
