using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>Applies the events of one feed to one slot of the index. Not thread-safe but for <see cref="Lower"/>.</summary>
/// <remarks>
/// <para>
/// The engine's hashes are opaque names. Keys of the index are computed from the tokens of the events, which are not kept, so the engine's
/// block size, seed and algorithm are its own business: several of its blocks may make up one of the index (removing one of them hides it), one of
/// its blocks may hold several. Only where its block size is no multiple of the index's are the ids of an unfinished index block kept, because its hash cannot be known yet.
/// </para>
/// <para>
/// Stores are counted per block, tier and cache group: vLLM may store a block twice and remove one copy (llm-d's rule; in Dynamo's index the
/// first removal wins). Groups of hybrid models count only when they cache full attention: the others hold a window that no prefix is
/// made of. A store whose parent is unknown waits, as hashes, for the parent within a bound. A block in the middle that is removed
/// and stored again makes those behind it count again.
/// </para>
/// </remarks>
internal sealed partial class KvEventApplier(ReportedPrefixIndex index, int slot, int blockTokens)
{
    private const int NoGroup = -1;
    private const int MaxNamespaces = 256;

    // engines have a handful; a bound, because numbers come from outside
    private const int MaxGroups = 64;

    private readonly Dictionary<int, Dictionary<ulong, EngineBlock>?> _groups = [];
    private readonly Dictionary<(string Adapter, string Salt), ulong> _seeds = [];
    private readonly ParkedStores _parked = new();
    private int[] _tokens = [];

    public LowerTiers Lower { get; } = new();

    /// <summary>Index blocks held in any tier.</summary>
    public long HeldBlocks => index.BlocksOf(slot);

    public long ParkedBlocks => _parked.Blocks;

    public long DroppedOrphans => _parked.Dropped;

    public long UnknownRemovals { get; private set; }

    /// <summary>Blocks of the engine stored and removed, whether they are in the index or not.</summary>
    public long StoredBlocks { get; private set; }

    public long RemovedBlocks { get; private set; }

    public int? EngineBlockSize { get; private set; }

    public void Apply(in KvEvent kvEvent)
    {
        switch (kvEvent.Kind)
        {
            case KvEventKind.Stored:
                Store(kvEvent);
                break;
            case KvEventKind.Removed:
                Remove(kvEvent);
                break;
            default:
                Clear();
                break;
        }
    }

    /// <summary>The worker holds nothing, in any tier or group.</summary>
    public void Clear()
    {
        _groups.Clear();
        ForgetCounts();
        _parked.Clear();
        Lower.Clear();
        index.Clear(slot);
    }

    private void Store(in KvEvent stored)
    {
        StoredBlocks += stored.EngineHashes.Length;
        if (StoresOf(stored) is not { } blocks)
        {
            return;
        }

        if (stored.Tokens.IsEmpty)
        {
            foreach (var hash in stored.EngineHashes)
            {
                AddTier(blocks, hash, stored.Tier);
            }
        }
        else
        {
            EngineBlockSize = stored.BlockSize;
            StoreTokens(stored, blocks);
        }

        Publish();
    }

    private void StoreTokens(in KvEvent stored, Dictionary<ulong, EngineBlock> blocks)
    {
        var place = new ChainPlace(SeedOf(stored.Adapter ?? NumberName(stored.AdapterNumber), stored.CacheSalt), 0, 0, stored.HasExtraKeys);
        if (stored.Parent is { } parent)
        {
            ref var above = ref CollectionsMarshal.GetValueRefOrNullRef(blocks, parent);
            if (!Unsafe.IsNullRef(ref above))
            {
                place = PlaceBehind(parent, above, stored.HasExtraKeys);
            }
            else if (parent != 0)
            {
                Park(stored, parent);
                return;
            }
        }

        for (var i = 0; i < stored.EngineHashes.Length; i++)
        {
            var tokens = stored.Tokens.Slice(i * stored.BlockSize, stored.BlockSize);
            place = place is { TailLength: 0, IsOpaque: false } && stored.BlockSize == blockTokens
                ? StorePlain(blocks, stored.EngineHashes[i], place, BlockHash.Of(MemoryMarshal.AsBytes(tokens)), stored.Tier)
                : StoreShaped(blocks, stored.EngineHashes[i], place, tokens, stored.Tier);
        }

        if (_parked.Blocks > 0)
        {
            Unpark(stored.Group ?? NoGroup, blocks, stored.EngineHashes);
        }
    }

    /// <summary>The ordinary case: one block of the engine is one of the index.</summary>
    private ChainPlace StorePlain(Dictionary<ulong, EngineBlock> blocks, ulong hash, ChainPlace place, ulong local, CacheTier tier)
    {
        ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(blocks, hash, out var known);
        if (!known)
        {
            block.Chain = PrefixHasher.Mix(place.Chain, local);
        }

        Keep(blocks, ref block, tier);
        return block.Shape is null ? place with { Chain = block.Chain } : PlaceBehind(hash, block, opaque: false);
    }

    private void Remove(in KvEvent removed)
    {
        RemovedBlocks += removed.EngineHashes.Length;
        if (removed.Group is { } skipped && _groups.TryGetValue(skipped, out var indexed) && indexed is null)
        {
            return;
        }

        foreach (var hash in removed.EngineHashes)
        {
            if (!RemoveOne(removed.Group ?? NoGroup, hash, removed.Tier))
            {
                UnknownRemovals += _parked.Blocks > 0 && _parked.Remove(removed.Group ?? NoGroup, hash) ? 0 : 1;
            }
        }

        Publish();
    }

    /// <summary>
    /// Removes a block from its group. vLLM may name the group of a store and not of the removal, and leaves it out where it is the
    /// default; then every group that has the block is meant.
    /// </summary>
    private bool RemoveOne(int group, ulong hash, CacheTier tier)
    {
        if (RemoveFrom(_groups.GetValueOrDefault(group), hash, tier))
        {
            return true;
        }

        if (group != NoGroup)
        {
            return !_groups.ContainsKey(group) && RemoveFrom(_groups.GetValueOrDefault(NoGroup), hash, tier);
        }

        var found = false;
        foreach (var blocks in _groups.Values)
        {
            found |= RemoveFrom(blocks, hash, tier);
        }

        return found;
    }

    private bool RemoveFrom(Dictionary<ulong, EngineBlock>? blocks, ulong hash, CacheTier tier)
    {
        if (blocks is null)
        {
            return false;
        }

        ref var block = ref CollectionsMarshal.GetValueRefOrNullRef(blocks, hash);
        if (Unsafe.IsNullRef(ref block) || !block.Stored.Has(tier))
        {
            return false;
        }

        Release(blocks, hash, ref block, tier);
        return true;
    }

    /// <summary>A known block came to another tier.</summary>
    private void AddTier(Dictionary<ulong, EngineBlock> blocks, ulong hash, CacheTier tier)
    {
        ref var block = ref CollectionsMarshal.GetValueRefOrNullRef(blocks, hash);
        if (Unsafe.IsNullRef(ref block))
        {
            _parked.Drop(1);
            return;
        }

        Keep(blocks, ref block, tier);
    }

    private void Park(in KvEvent stored, ulong parent)
    {
        // a block that does not end where one of the index does has no hash of its own, and tokens are not kept for later
        if (stored.BlockSize % blockTokens != 0 || stored.HasExtraKeys || stored.EngineHashes.Length > ParkedStores.MaxBlocks)
        {
            _parked.Drop(stored.EngineHashes.Length);
            return;
        }

        var bytes = MemoryMarshal.AsBytes(stored.Tokens);
        var length = blockTokens * sizeof(int);
        var locals = new ulong[stored.Tokens.Length / blockTokens];
        for (var i = 0; i < locals.Length; i++)
        {
            locals[i] = BlockHash.Of(bytes.Slice(i * length, length));
        }

        _parked.Add(new ParkedStore(stored.Group ?? NoGroup, parent, stored.EngineHashes.ToArray(), locals, stored.Tier));
    }

    /// <summary>Stores what waited for these blocks, and what waited for that.</summary>
    private void Unpark(int group, Dictionary<ulong, EngineBlock> blocks, ReadOnlySpan<ulong> arrived)
    {
        var next = new Queue<ulong>(arrived.ToArray());
        while (next.TryDequeue(out var parent))
        {
            while (_parked.TakeFor(group, parent) is { } store)
            {
                var place = PlaceBehind(parent, blocks[parent], opaque: false);
                var perBlock = store.Locals.Length / store.Hashes.Length;
                for (var i = 0; i < store.Hashes.Length; i++)
                {
                    place = StoreHashed(blocks, store.Hashes[i], place, store.Locals.AsSpan(i * perBlock, perBlock), store.Tier);
                    next.Enqueue(store.Hashes[i]);
                }

                if (store.Removed.Count == 0)
                {
                    continue;
                }

                Publish();
                foreach (var hash in store.Removed)
                {
                    Release(blocks, hash, ref CollectionsMarshal.GetValueRefOrNullRef(blocks, hash), store.Tier);
                }

                Publish();
            }
        }
    }

    /// <summary>The blocks of a store's group; null when the group is not indexed.</summary>
    private Dictionary<ulong, EngineBlock>? StoresOf(in KvEvent stored)
    {
        var group = stored.Group ?? NoGroup;
        if (_groups.TryGetValue(group, out var blocks))
        {
            return blocks;
        }

        if (_groups.Count >= MaxGroups)
        {
            return null;
        }

        var indexed = stored.Group is null || stored.GroupKind is "full_attention" or "mla_attention" or "sink_full";
        blocks = indexed ? [] : null;
        _groups.Add(group, blocks);
        return blocks;
    }

    private ulong SeedOf(string? adapter, string? salt)
    {
        var space = (adapter ?? "", salt ?? "");
        if (_seeds.TryGetValue(space, out var seed))
        {
            return seed;
        }

        if (_seeds.Count >= MaxNamespaces)
        {
            _seeds.Clear();
        }

        seed = ReportedNamespace.Of(space.Item1, space.Item2).Seed();
        _seeds.Add(space, seed);
        return seed;
    }

    /// <summary>An adapter that has only a number matches no request: better than taking it for the base model.</summary>
    private static string? NumberName(long? number) => number is null ? null : FormattableString.Invariant($"lora_id:{number}");
}
