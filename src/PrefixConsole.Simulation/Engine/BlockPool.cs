namespace PrefixConsole.Simulation.Engine;

/// <summary>
/// Fixed pool of KV blocks: free, private or cached. A cached block without references waits in a list in order of release and is
/// evicted from its old end. Requests release their deepest block first, so a leaf always goes before its parent. Two requests that
/// compute the same block at once keep one physical copy each, as vLLM does. Not thread-safe: the engine locks.
/// </summary>
internal sealed class BlockPool
{
    private readonly Stack<CacheBlock> _free;

    /// <summary>First physical copy per hash; bounded by the pool.</summary>
    private readonly Dictionary<ulong, CacheBlock> _cached;

    private CacheBlock? _oldest;
    private CacheBlock? _newest;

    public BlockPool(int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        Total = total;
        _free = new Stack<CacheBlock>(total);
        _cached = [];
        for (var i = 0; i < total; i++)
        {
            _free.Push(new CacheBlock());
        }
    }

    public int Total { get; }

    public int FreeBlocks => _free.Count;

    public int PrivateBlocks { get; private set; }

    /// <summary>Cached blocks, held and idle.</summary>
    public int CachedBlocks { get; private set; }

    /// <summary>Cached blocks that nobody holds.</summary>
    public int IdleBlocks { get; private set; }

    /// <summary>Blocks that a request holds.</summary>
    public int ActiveBlocks => PrivateBlocks + CachedBlocks - IdleBlocks;

    public long Evictions { get; private set; }

    /// <summary>Called with hash and parent when the first copy of a block becomes findable.</summary>
    public Action<ulong, ulong>? Stored { get; init; }

    /// <summary>Called with the hash when the last copy of a block is gone.</summary>
    public Action<ulong>? Removed { get; init; }

    /// <summary>Takes a private block, evicting the longest idle one if none is free; null when every block is held.</summary>
    public CacheBlock? TryAllocate()
    {
        if (!_free.TryPop(out var block))
        {
            block = _oldest;
            if (block is null)
            {
                return null;
            }

            Evictions++;
            Unlink(block);
            Forget(block);
        }

        block.State = CacheBlockState.Private;
        block.References = 1;
        PrivateBlocks++;
        return block;
    }

    /// <summary>A cached block with this hash, or null.</summary>
    public CacheBlock? Find(ulong hash) => _cached.GetValueOrDefault(hash);

    public HashSet<ulong> CachedHashes() => [.. _cached.Keys];

    /// <summary>Adds a reference to a cached block and takes it out of the idle list.</summary>
    public void Acquire(CacheBlock block)
    {
        if (block.References++ == 0)
        {
            Unlink(block);
        }
    }

    /// <summary>Makes a private block findable: all its tokens are scheduled.</summary>
    public void Commit(CacheBlock block, ulong hash, ulong parent)
    {
        block.State = CacheBlockState.Cached;
        block.Hash = hash;
        block.Parent = parent;
        PrivateBlocks--;
        CachedBlocks++;
        if (_cached.TryGetValue(hash, out var first))
        {
            block.NextCopy = first.NextCopy;
            first.NextCopy = block;
        }
        else
        {
            _cached.Add(hash, block);
            Stored?.Invoke(hash, parent);
        }
    }

    /// <summary>Drops a reference; the last one frees a private block and makes a cached one idle.</summary>
    public void Release(CacheBlock block)
    {
        if (--block.References > 0)
        {
            return;
        }

        if (block.State == CacheBlockState.Private)
        {
            PrivateBlocks--;
            Free(block);
        }
        else
        {
            block.Older = _newest;
            if (_newest is null)
            {
                _oldest = block;
            }
            else
            {
                _newest.Newer = block;
            }

            _newest = block;
            IdleBlocks++;
        }
    }

    /// <summary>Frees every idle block; says how many.</summary>
    public int DropIdle()
    {
        var dropped = 0;
        while (_oldest is { } block)
        {
            Unlink(block);
            Forget(block);
            Free(block);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Idle blocks from the next to be evicted on.</summary>
    public IEnumerable<CacheBlock> IdleFromOldest()
    {
        for (var block = _oldest; block is not null; block = block.Newer)
        {
            yield return block;
        }
    }

    private void Free(CacheBlock block)
    {
        block.State = CacheBlockState.Free;
        _free.Push(block);
    }

    private void Unlink(CacheBlock block)
    {
        if (block.Older is null)
        {
            _oldest = block.Newer;
        }
        else
        {
            block.Older.Newer = block.Newer;
        }

        if (block.Newer is null)
        {
            _newest = block.Older;
        }
        else
        {
            block.Newer.Older = block.Older;
        }

        block.Older = block.Newer = null;
        IdleBlocks--;
    }

    /// <summary>Takes one copy out of the lookup; the others stay findable.</summary>
    private void Forget(CacheBlock block)
    {
        CachedBlocks--;
        var first = _cached[block.Hash];
        if (first != block)
        {
            var before = first;
            while (before.NextCopy != block)
            {
                before = before.NextCopy!;
            }

            before.NextCopy = block.NextCopy;
        }
        else if (block.NextCopy is { } other)
        {
            _cached[block.Hash] = other;
        }
        else
        {
            _cached.Remove(block.Hash);
            Removed?.Invoke(block.Hash);
        }

        block.NextCopy = null;
    }
}
