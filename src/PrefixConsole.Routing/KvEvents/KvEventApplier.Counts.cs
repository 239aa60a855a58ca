using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.KvEvents;

// How often, and in which tiers, a block of the index is held.
internal sealed partial class KvEventApplier
{
    // Of blocks that are not simply held once in GPU memory: nearly all are, and for those the index itself is the record. A second table with an
    // entry per block took a third of the time an event needs.
    private readonly Dictionary<ulong, TierCounts> _counts = [];
    private readonly List<ulong> _appeared = [];
    private readonly List<ulong> _vanished = [];
    private readonly List<ulong> _again = [];

    // blocks wait to be written of which only the index can say whether they were there before
    private bool _isIndexBehind;

    /// <summary>What an event that failed half-way left behind goes too.</summary>
    private void ForgetCounts()
    {
        _counts.Clear();
        _appeared.Clear();
        _vanished.Clear();
        _again.Clear();
        _isIndexBehind = false;
    }

    private void Hold(ulong key, CacheTier tier)
    {
        if (tier != CacheTier.Gpu && _isIndexBehind)
        {
            Publish();
        }

        ref var counts = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, key);
        if (!Unsafe.IsNullRef(ref counts))
        {
            Count(key, ref counts, tier);
        }
        else if (tier == CacheTier.Gpu)
        {
            _appeared.Add(key);
            _isIndexBehind = true;
        }
        else
        {
            HoldBelow(key, tier);
        }
    }

    /// <summary>The first store of a block in a lower tier, when the index is complete.</summary>
    private void HoldBelow(ulong key, CacheTier tier)
    {
        var counts = new TierCounts();
        if (index.Holds(slot, key))
        {
            counts.Add(CacheTier.Gpu);
        }
        else
        {
            Lower.Set(key, tier);
            _appeared.Add(key);
        }

        counts.Add(tier);
        _counts.Add(key, counts);
    }

    private void Drop(ulong key, CacheTier tier)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, key);
        if (Unsafe.IsNullRef(ref counts))
        {
            _vanished.Add(key);
            return;
        }

        var before = counts.Best;
        counts.Remove(tier);
        if (counts.IsEmpty)
        {
            _counts.Remove(key);
            _vanished.Add(key);
            Lower.Remove(key);
            return;
        }

        NoteTier(key, before, counts.Best);
        if (counts.IsOnceInGpu)
        {
            _counts.Remove(key);
        }
    }

    private void Count(ulong key, ref TierCounts counts, CacheTier tier)
    {
        var before = counts.Best;
        counts.Add(tier);
        NoteTier(key, before, counts.Best);
    }

    private void NoteTier(ulong key, CacheTier before, CacheTier now)
    {
        if (now == before)
        {
            return;
        }

        if (now == CacheTier.Gpu)
        {
            Lower.Remove(key);
        }
        else
        {
            Lower.Set(key, now);
        }
    }

    /// <summary>Writes what came and what went to the index, and counts what it had already.</summary>
    private void Publish()
    {
        if (_appeared.Count > 0)
        {
            index.Store(slot, null, CollectionsMarshal.AsSpan(_appeared), _again);
            _appeared.Clear();
            foreach (var key in _again)
            {
                ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out var known);
                if (!known)
                {
                    counts.Add(CacheTier.Gpu);
                }

                counts.Add(CacheTier.Gpu);
            }

            _again.Clear();
            _isIndexBehind = false;
        }

        if (_vanished.Count > 0)
        {
            index.Remove(slot, CollectionsMarshal.AsSpan(_vanished));
            _vanished.Clear();
        }
    }
}
