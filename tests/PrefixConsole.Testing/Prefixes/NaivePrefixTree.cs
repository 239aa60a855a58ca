namespace PrefixConsole.Testing.Prefixes;

/// <summary>
/// What the predicted tree must compute, in the plainest way: per worker a set of blocks with the number of the insertion that used each
/// last; eviction takes the block used longest ago, of one insertion the deepest.
/// </summary>
public sealed class NaivePrefixTree(int workers, long globalBudget)
{
    private readonly Dictionary<ulong, (long Touch, int Position)>[] _held = [.. Enumerable.Range(0, workers).Select(_ => new Dictionary<ulong, (long, int)>())];
    private readonly long[] _budgets = [.. Enumerable.Repeat(globalBudget, workers)];
    private long _touch;

    public long TotalBlocks => _held.Sum(h => (long)h.Count);

    public long DistinctBlocks => _held.SelectMany(h => h.Keys).Distinct().LongCount();

    public long BlocksOf(int slot) => _held[slot].Count;

    public int Overlap(int slot, ulong[] blocks) => blocks.TakeWhile(_held[slot].ContainsKey).Count();

    public void Insert(int slot, ulong[] blocks)
    {
        _touch++;
        for (var i = 0; i < blocks.Length && i < _budgets[slot] && i < globalBudget; i++)
        {
            _held[slot][blocks[i]] = (_touch, i);
        }

        Evict();
    }

    public void SetBudget(int slot, long blocks)
    {
        _budgets[slot] = blocks;
        Evict();
    }

    public void Purge(int slot) => _held[slot].Clear();

    private void Evict()
    {
        for (var slot = 0; slot < _held.Length; slot++)
        {
            while (_held[slot].Count > _budgets[slot])
            {
                _held[slot].Remove(Oldest(slot).Block);
            }
        }

        while (TotalBlocks > globalBudget)
        {
            var slot = Enumerable.Range(0, _held.Length).Where(s => _held[s].Count > 0).MinBy(s => Oldest(s).Touch);
            _held[slot].Remove(Oldest(slot).Block);
        }
    }

    private (ulong Block, long Touch) Oldest(int slot)
    {
        var (block, use) = _held[slot].MinBy(b => (b.Value.Touch, -b.Value.Position));
        return (block, use.Touch);
    }
}
