using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>An engine's cache as plainly as it can be said: which of its blocks it stores, how often, in which tier.</summary>
internal sealed class NaiveCache(int blockSize)
{
    private readonly Dictionary<ulong, (ulong? Parent, int[] Tokens)> _known = [];
    private readonly Dictionary<(ulong Hash, CacheTier Tier), int> _stored = [];

    public IEnumerable<ulong> Hashes => _known.Keys.Order();

    public void Store(ulong hash, ulong? parent, int[] tokens, CacheTier tier)
    {
        _known.TryAdd(hash, (parent, tokens));
        _stored[(hash, tier)] = _stored.GetValueOrDefault((hash, tier)) + 1;
    }

    public bool IsStored(ulong hash) => Enum.GetValues<CacheTier>().Any(tier => _stored.GetValueOrDefault((hash, tier)) > 0);

    public bool IsStored(ulong hash, CacheTier tier) => _stored.GetValueOrDefault((hash, tier)) > 0;

    public void Remove(ulong hash, CacheTier tier) => _stored[(hash, tier)]--;

    public void Clear()
    {
        _known.Clear();
        _stored.Clear();
    }

    /// <summary>All tokens up to the end of a block.</summary>
    public int[] Prompt(ulong hash)
    {
        var (parent, tokens) = _known[hash];
        return parent is { } above ? [.. Prompt(above), .. tokens] : tokens;
    }

    /// <summary>Leading blocks of <paramref name="indexBlock"/> tokens all of whose tokens lie in stored blocks.</summary>
    public int Overlap(ulong hash, int indexBlock)
    {
        var path = new List<ulong>();
        for (ulong? at = hash; at is { } block; at = _known[block].Parent)
        {
            path.Insert(0, block);
        }

        var tokens = 0;
        foreach (var block in path)
        {
            if (!IsStored(block))
            {
                break;
            }

            tokens += blockSize;
        }

        return tokens / indexBlock;
    }
}
