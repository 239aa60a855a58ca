namespace PrefixConsole.Testing.Prefixes;

/// <summary>What the reported index must compute: a set of hashes per worker.</summary>
public sealed class NaiveReportedIndex
{
    private readonly Dictionary<int, HashSet<ulong>> _held = [];

    public long PairCount => _held.Values.Sum(h => (long)h.Count);

    public long BlocksOf(int slot) => Of(slot).Count;

    public int Overlap(int slot, ulong[] blocks) => blocks.TakeWhile(Of(slot).Contains).Count();

    public bool Holds(int slot, ulong block) => Of(slot).Contains(block);

    public bool Store(int slot, ulong? parent, ulong[] blocks)
    {
        if (parent is { } hash && !Of(slot).Contains(hash))
        {
            return false;
        }

        Of(slot).UnionWith(blocks);
        return true;
    }

    public void Remove(int slot, ulong[] blocks) => Of(slot).ExceptWith(blocks);

    public void Clear(int slot) => Of(slot).Clear();

    private HashSet<ulong> Of(int slot) => _held.TryGetValue(slot, out var set) ? set : _held[slot] = [];
}
