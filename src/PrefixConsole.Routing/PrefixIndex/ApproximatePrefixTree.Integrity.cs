namespace PrefixConsole.Routing.PrefixIndex;

// Self-check for tests: recounts by walking what production code only counts.
public sealed partial class ApproximatePrefixTree
{
    /// <summary>Walks the whole tree; throws where a link, a counter, a dictionary or an order is wrong.</summary>
    internal void CheckIntegrity()
    {
        using (_gate.Enter())
        {
            var held = new Dictionary<int, (long Blocks, int Runs)>();
            var runs = 0;
            var distinct = CheckBelow(_forest.Top, held, ref runs);
            Integrity.Require(runs == _forest.RunCount, "run count");
            Integrity.Require(distinct == _forest.DistinctBlocks, "distinct blocks");
            Integrity.Require(_forest.NamesMatch(), "names");
            Integrity.Require(_workers.TotalBlocks <= _globalBudget, "global budget");

            var total = 0L;
            foreach (var worker in _workers.AsSpan())
            {
                if (worker is not null)
                {
                    var (blocks, entries) = held.GetValueOrDefault(worker.Slot);
                    Integrity.Require(worker.Blocks == blocks, $"blocks of {worker.Slot}");
                    Integrity.Require(worker.Recency.Count == entries, $"recency entries of {worker.Slot}");
                    Integrity.Require(worker.Blocks <= worker.Budget, $"budget of {worker.Slot}");
                    CheckOrder(worker);
                    total += blocks;
                }
            }

            Integrity.Require(total == _workers.TotalBlocks, "total blocks");
        }
    }

    private long CheckBelow(PrefixRun run, Dictionary<int, (long Blocks, int Runs)> held, ref int runs)
    {
        var blocks = (long)run.Count;
        var children = 0;
        for (var child = run.FirstChild; child is not null; child = child.NextSibling)
        {
            children++;
            runs++;
            Integrity.Require(child.Parent == run, "parent link");
            Integrity.Require(child.NextSibling is null || child.NextSibling.PreviousSibling == child, "sibling link");
            Integrity.Require(child.Count > 0 && child.Start == run.Start + run.Count, "start of run");
            Integrity.Require(_forest.TryGetChild(run, child.FirstHash, out var named) && named == child, "first hash");
            Integrity.Require(child.Holders.MaxDepth() == child.Count, "blocks that nobody holds");
            CheckHolders(child, held);
            blocks += CheckBelow(child, held, ref runs);
        }

        Integrity.Require(children == run.ChildCount, "child count");
        Integrity.Require(blocks == run.SubtreeBlocks, "subtree blocks");
        Integrity.Require(!_forest.CanMerge(run), "chain left unmerged");
        return blocks;
    }

    private void CheckHolders(PrefixRun run, Dictionary<int, (long Blocks, int Runs)> held)
    {
        var slots = new HashSet<int>();
        foreach (ref readonly var holder in run.Holders.AsSpan())
        {
            Integrity.Require(slots.Add(holder.Slot), "holder listed twice");
            Integrity.Require(holder.Depth > 0 && holder.Depth <= run.Count, "depth");
            Integrity.Require(_workers[holder.Slot].Recency[holder.Entry] == run, "recency entry");
            CheckPart(run, holder);
            Integrity.Require(run.Parent == _forest.Top || run.Parent!.Holders.DepthOf(holder.Slot) == run.Parent.Count, "holder without the parent");
            var (blocks, runs) = held.GetValueOrDefault(holder.Slot);
            held[holder.Slot] = (blocks + holder.Depth, runs + 1);
        }
    }

    private static void CheckPart(PrefixRun run, in RunHolder holder)
    {
        var (blocks, children) = ((long)holder.Depth, 0);
        for (var child = run.FirstChild; child is not null; child = child.NextSibling)
        {
            var below = child.Holders.Find(holder.Slot);
            blocks += below.SubtreeBlocks;
            children += below.Depth > 0 ? 1 : 0;
        }

        Integrity.Require((blocks, children) == (holder.SubtreeBlocks, holder.Children), "sums of a worker's part");
    }

    private void CheckOrder(WorkerHoldings worker)
    {
        var seen = new HashSet<PrefixRun>();
        var touch = 0L;
        var entries = 0;
        for (var entry = worker.Recency.Tail; entry >= 0; entry = worker.Recency.Newer(entry))
        {
            Integrity.Require(worker.Recency.TouchOf(entry) >= touch, "order of use");
            touch = worker.Recency.TouchOf(entry);
            Integrity.Require(seen.Add(worker.Recency[entry]) && !seen.Contains(worker.Recency[entry].Parent!), "parent older than child");
            entries++;
        }

        Integrity.Require(entries == worker.Recency.Count, "recency links");
    }
}
