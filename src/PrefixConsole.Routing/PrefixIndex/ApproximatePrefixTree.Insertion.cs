using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

// Insertion and eviction; all under the lock.
public sealed partial class ApproximatePrefixTree
{
    /// <summary>Walks down the prompt, makes the worker a holder of all of it and notes the runs on the way.</summary>
    private void Descend(WorkerHoldings worker, PromptBlocks prompt, ReadOnlySpan<ulong> hashes, string namespaceLabel)
    {
        _path.Clear();
        var now = _time.GetTimestamp();
        var parent = _forest.Top;
        var position = 0;
        while (position < hashes.Length)
        {
            var rest = hashes[position..];
            if (!_forest.TryGetChild(parent, rest[0], out var run))
            {
                if (!_forest.IsTaken(rest[0]))
                {
                    Append(worker, parent, rest, new RunOrigin(prompt, namespaceLabel), now);
                }

                return;
            }

            var matched = run.MatchLength(rest);
            var diverges = matched < rest.Length;
            // a prompt that ends inside what the worker holds uses the head only: the rest must be able to age on its own
            if (matched < run.Count && (diverges || run.Holders.DepthOf(worker.Slot) > matched))
            {
                if (!_forest.CanSplit(run, matched))
                {
                    Hold(worker, run, matched);
                    return;
                }

                run = _forest.Split(run, matched);
            }

            run.Use = run.Use.Hit(now, _time);
            Hold(worker, run, matched);
            position += matched;
            parent = run;
        }
    }

    private void Append(WorkerHoldings worker, PrefixRun parent, ReadOnlySpan<ulong> rest, RunOrigin origin, long now)
    {
        if (parent != _forest.Top && parent.FirstChild is null)
        {
            var gained = _path[^1].Gained;
            _path.RemoveAt(_path.Count - 1);
            _forest.Extend(parent, rest, origin);
            Hold(worker, parent, parent.Count, gained);
        }
        else
        {
            Hold(worker, _forest.Add(parent, rest, origin, RunUse.First(now)), rest.Length);
        }
    }

    /// <summary>The worker holds at least the first <paramref name="depth"/> blocks of the run.</summary>
    /// <param name="worker">The worker that served the prompt.</param>
    /// <param name="run">A run of the prompt.</param>
    /// <param name="depth">Blocks that the prompt uses of it.</param>
    /// <param name="gained">Blocks of the run that the worker gained in this insertion already.</param>
    private void Hold(WorkerHoldings worker, PrefixRun run, int depth, int gained = 0)
    {
        var index = run.Holders.IndexOf(worker.Slot);
        if (index < 0)
        {
            index = run.Holders.Add(new RunHolder { Slot = worker.Slot, Entry = worker.Recency.AddFront(run, _touch) });
            _forest.CountChild(run, worker.Slot, 1);
        }

        ref var holder = ref run.Holders[index];
        if (holder.Depth < depth)
        {
            gained += depth - holder.Depth;
            _workers.Credit(worker.Slot, depth - holder.Depth);
            holder.Depth = depth;
        }

        _path.Add((run, holder.Entry, gained));
    }

    /// <summary>Moves the path to the front deepest run first, sums up what was gained, then joins what now shares its time of use.</summary>
    private void TouchPath(WorkerHoldings worker)
    {
        var gained = 0;
        for (var i = _path.Count - 1; i >= 0; i--)
        {
            var holders = _path[i].Run.Holders;
            gained += _path[i].Gained;
            holders[holders.IndexOf(worker.Slot)].SubtreeBlocks += gained;
            worker.Recency.MoveToFront(_path[i].Entry, _touch);
        }

        for (var i = _path.Count - 1; i >= 0; i--)
        {
            _forest.MergeWithOnlyChild(_path[i].Run);
        }

        _path.Clear();
    }

    private void EvictOver(WorkerHoldings worker)
    {
        while (worker.Blocks > worker.Budget)
        {
            EvictTail(worker, worker.Blocks - worker.Budget);
        }
    }

    /// <summary>Takes up to <paramref name="blocks"/> from the end of the worker's least recently used leaf.</summary>
    private void EvictTail(WorkerHoldings worker, long blocks)
    {
        var run = worker.Recency[worker.Recency.Tail];
        _forest.Drop(run, worker.Slot, (int)Math.Min(blocks, run.Holders.DepthOf(worker.Slot)));
    }
}
