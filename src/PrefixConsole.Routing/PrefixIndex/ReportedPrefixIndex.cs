using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Reported state: block hash → workers that said they hold it, with the exact leading run of all in one look-up.</summary>
/// <remarks>
/// A chained hash names the whole prefix, so "worker holds hash i" is exact, and a worker's overlap is the number of leading hashes it
/// holds without a hole; SGLang's positional index guesses here. Blocks behind a hole stay: the engine still has them, and they count again
/// when the hole is filled. Reports of the same block are not counted: that is the applier's business, per tier and group. One lock;
/// bounded by the callers, who report what engines with finite caches hold.
/// </remarks>
public sealed class ReportedPrefixIndex : IPrefixOverlap
{
    private const int WordBits = 64;
    private const int StackWords = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, WorkerSet> _holders = [];
    private long[] _blocksBySlot = [];
    private long _pairs;

    /// <summary>Resident (worker, block) pairs.</summary>
    public long PairCount
    {
        get
        {
            lock (_gate)
            {
                return _pairs;
            }
        }
    }

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        overlapBySlot.Clear();
        var words = (overlapBySlot.Length + WordBits - 1) / WordBits;
        var rented = words > StackWords ? ArrayPool<ulong>.Shared.Rent(words) : null;
        try
        {
            var running = rented is null ? (stackalloc ulong[StackWords])[..words] : rented.AsSpan(0, words);
            running.Fill(ulong.MaxValue);
            lock (_gate)
            {
                Intersect(blocks, running, overlapBySlot);
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<ulong>.Shared.Return(rented);
            }
        }
    }

    /// <summary>The worker stored these blocks (chained hashes). <paramref name="parent"/> is the block before the first; null at the root.</summary>
    /// <returns>False when the parent is unknown for that worker: nothing becomes visible.</returns>
    public bool Store(int slot, ulong? parent, ReadOnlySpan<ulong> blocks)
    {
        SlotBounds.Check(slot);
        lock (_gate)
        {
            if (parent is { } hash && !(_holders.TryGetValue(hash, out var above) && above.Contains(slot)))
            {
                return false;
            }

            if (slot >= _blocksBySlot.Length)
            {
                Array.Resize(ref _blocksBySlot, slot + 1);
            }

            foreach (var block in blocks)
            {
                if (CollectionsMarshal.GetValueRefOrAddDefault(_holders, block, out _).Add(slot))
                {
                    Count(slot, 1);
                }
            }

            return true;
        }
    }

    /// <summary>The worker dropped these blocks; unknown ones are ignored.</summary>
    public void Remove(int slot, ReadOnlySpan<ulong> blocks)
    {
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                RemoveOne(slot, block);
            }
        }
    }

    /// <summary>The worker holds nothing any more.</summary>
    /// <remarks>Walks all blocks: a list per worker would cost memory on every pair to speed up something rare.</remarks>
    public void Clear(int slot)
    {
        lock (_gate)
        {
            if ((uint)slot >= (uint)_blocksBySlot.Length || _blocksBySlot[slot] == 0)
            {
                return;
            }

            foreach (var (block, _) in _holders)
            {
                RemoveOne(slot, block);
            }
        }
    }

    public long BlocksOf(int slot)
    {
        lock (_gate)
        {
            return (uint)slot < (uint)_blocksBySlot.Length ? _blocksBySlot[slot] : 0;
        }
    }

    /// <summary>Recounts everything; throws where a counter or an entry is wrong.</summary>
    internal void CheckIntegrity()
    {
        lock (_gate)
        {
            var blocks = new long[_blocksBySlot.Length];
            foreach (var (hash, set) in _holders)
            {
                Integrity.Require(!set.IsEmpty, $"block {hash} has no holder");
                for (var slot = 0; slot < blocks.Length; slot++)
                {
                    blocks[slot] += set.Contains(slot) ? 1 : 0;
                }
            }

            Integrity.Require(blocks.AsSpan().SequenceEqual(_blocksBySlot), "blocks per worker");
            Integrity.Require(blocks.Sum() == _pairs, "pairs");
        }
    }

    /// <summary>Keeps the set of workers without a hole so far; whoever drops out has as many blocks as came before.</summary>
    private void Intersect(ReadOnlySpan<ulong> blocks, Span<ulong> running, Span<int> overlapBySlot)
    {
        var depth = 0;
        for (; depth < blocks.Length && _holders.TryGetValue(blocks[depth], out var set); depth++)
        {
            var alive = 0UL;
            for (var w = 0; w < running.Length; w++)
            {
                var stay = running[w] & set.Word(w);
                Settle(running[w] & ~stay, w, depth, overlapBySlot);
                running[w] = stay;
                alive |= stay;
            }

            if (alive == 0)
            {
                return;
            }
        }

        for (var w = 0; w < running.Length; w++)
        {
            Settle(running[w], w, depth, overlapBySlot);
        }
    }

    private static void Settle(ulong workers, int word, int depth, Span<int> overlapBySlot)
    {
        // nobody's answer is below 0, and before the first block even slots that do not exist are still running
        for (; depth > 0 && workers != 0; workers &= workers - 1)
        {
            var slot = (word * WordBits) + BitOperations.TrailingZeroCount(workers);
            if (slot < overlapBySlot.Length)
            {
                overlapBySlot[slot] = depth;
            }
        }
    }

    private void RemoveOne(int slot, ulong block)
    {
        ref var set = ref CollectionsMarshal.GetValueRefOrNullRef(_holders, block);
        if (!Unsafe.IsNullRef(ref set) && set.Remove(slot))
        {
            Count(slot, -1);
            if (set.IsEmpty)
            {
                _holders.Remove(block);
            }
        }
    }

    private void Count(int slot, int change)
    {
        _blocksBySlot[slot] += change;
        _pairs += change;
    }
}
