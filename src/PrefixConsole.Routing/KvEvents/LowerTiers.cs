namespace PrefixConsole.Routing.KvEvents;

/// <summary>Blocks that a feed holds only below GPU memory. Written by the applier, read by decisions.</summary>
internal sealed class LowerTiers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, CacheTier> _tiers = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes it takes, estimated from its size.</summary>
    public long MemoryBytes
    {
        get
        {
            lock (_gate)
            {
                return KvEventApplier.TableBytes<CacheTier>(_tiers.Capacity);
            }
        }
    }

    public void Set(ulong key, CacheTier tier)
    {
        lock (_gate)
        {
            _tiers[key] = tier;
            Volatile.Write(ref _count, _tiers.Count);
        }
    }

    public void Remove(ulong key)
    {
        if (Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _tiers.Remove(key);
            Volatile.Write(ref _count, _tiers.Count);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _tiers.Clear();
            Volatile.Write(ref _count, 0);
        }
    }

    /// <summary>Tiers of a run that is held.</summary>
    public TierBlocks CountRun(ReadOnlySpan<ulong> run)
    {
        if (Count == 0)
        {
            return new TierBlocks(run.Length);
        }

        Span<int> counts = stackalloc int[(int)CacheTier.Unknown + 1];
        lock (_gate)
        {
            foreach (var key in run)
            {
                counts[(int)_tiers.GetValueOrDefault(key, CacheTier.Gpu)]++;
            }
        }

        return new TierBlocks(
            counts[(int)CacheTier.Gpu],
            counts[(int)CacheTier.Cpu],
            counts[(int)CacheTier.Disk],
            counts[(int)CacheTier.Remote],
            counts[(int)CacheTier.Unknown]);
    }
}
