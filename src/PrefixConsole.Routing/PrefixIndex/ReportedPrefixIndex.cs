using System.Numerics;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Reported state: block hash → workers that said they hold it, with the exact leading run of all in one look-up.</summary>
/// <remarks>
/// <para>
/// A chained hash names the whole prefix, so "worker holds hash i" is exact, and a worker's overlap is the number of leading hashes it
/// holds without a hole; SGLang's positional index guesses here. Blocks behind a hole stay: the engine still has them, and they count again
/// when the hole is filled. Reports of the same block are not counted: that is the applier's business, per tier and group. Memory is
/// bounded by the callers, who report what engines with finite caches hold.
/// </para>
/// <para>
/// Writers share one lock, held for one event. Look-ups take none: they walk, and then count again the workers that had an event meanwhile,
/// so that an event is seen whole or not at all. Only a look-up that finds a worker's event still under way after a short spin, because
/// that thread lost its core, waits for the lock.
/// </para>
/// <para>
/// A look-up costs one probe of a hash table per leading block that anybody holds, and one more; a tree would follow pointers instead and
/// would need a second structure for removals, which name blocks and not positions.
/// </para>
/// </remarks>
public sealed partial class ReportedPrefixIndex : IPrefixOverlap
{
    private const int StackWords = WorkerRegistry.MaxWorkers / 64;
    private const int Nobody = -1;
    private const int TouchDistance = 16;
    private const int LongMatch = 16;
    private const int Few = 2;

    private readonly BlockPlacement _placement;
    private readonly BlockTable[] _parts = new BlockTable[BlockPlacement.Parts];
    private readonly WideHolderTable _wide = new();
    private readonly Lock _writing = new();
    private long[] _blocksBySlot = [];
    private long _pairs;

    // odd while an event is applied
    private long _eventNumber;

    // of each worker's last event, while it is applied or since
    private long[] _eventBySlot = [];
    private int _clearing = Nobody;

    /// <param name="secret">Decides places in memory, see <see cref="BlockPlacement"/>; drawn at random where prompts come from strangers.</param>
    public ReportedPrefixIndex(ulong secret = 0x9E3779B97F4A7C15)
    {
        _placement = new BlockPlacement(secret);
        for (var part = 0; part < _parts.Length; part++)
        {
            _parts[part] = new BlockTable(_placement);
        }
    }

    /// <summary>Resident (worker, block) pairs.</summary>
    public long PairCount => Volatile.Read(ref _pairs);

    public long BlocksOf(int slot)
    {
        var blocks = Volatile.Read(ref _blocksBySlot);
        return (uint)slot < (uint)blocks.Length ? Volatile.Read(ref blocks[slot]) : 0;
    }

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        overlapBySlot.Clear();
        if (blocks.IsEmpty || overlapBySlot.IsEmpty)
        {
            return;
        }

        var before = Volatile.Read(ref _eventNumber);
        var first = Holders(blocks[0]);
        if (HolderSet.IsBitmap(first))
        {
            FollowBitmap(blocks, first, overlapBySlot);
        }
        else
        {
            FollowWords(blocks, first, overlapBySlot);
        }

        Volatile.ReadBarrier();
        if (long.IsOddInteger(before) || Volatile.Read(ref _eventNumber) != before)
        {
            RecountChanged(before, blocks, overlapBySlot);
        }
    }

    /// <summary>The workers without a hole so far fit one word: whoever drops out has as many blocks as came before.</summary>
    private void FollowBitmap(ReadOnlySpan<ulong> blocks, ulong running, Span<int> overlapBySlot)
    {
        var depth = 1;
        for (; depth < blocks.Length && running != 0; depth++)
        {
            TouchAhead(blocks, depth);
            var set = Holders(blocks[depth]);
            var stay = running & (HolderSet.IsBitmap(set) ? set : FirstWord(set, blocks[depth]));
            Settle(running ^ stay, 0, depth, overlapBySlot);
            running = stay;
        }

        Settle(running, 0, depth, overlapBySlot);
    }

    /// <summary>Any number of workers, until so few are left that each is followed by itself.</summary>
    private void FollowWords(ReadOnlySpan<ulong> blocks, ulong first, Span<int> overlapBySlot)
    {
        var words = (Math.Min(overlapBySlot.Length, Volatile.Read(ref _blocksBySlot).Length) + 63) / 64;
        var room = words <= StackWords ? stackalloc ulong[2 * StackWords] : new ulong[2 * words];
        var running = room[..words];
        var set = room.Slice(words, words);
        Spread(first, blocks[0], running);
        var depth = 1;
        for (; depth < blocks.Length && Count(running) > Few; depth++)
        {
            TouchAhead(blocks, depth);
            Spread(Holders(blocks[depth]), blocks[depth], set);
            for (var w = 0; w < words; w++)
            {
                Settle(running[w] & ~set[w], w, depth, overlapBySlot);
                running[w] &= set[w];
            }
        }

        for (var w = 0; w < words; w++)
        {
            for (var left = running[w]; left != 0; left &= left - 1)
            {
                var slot = (w * 64) + BitOperations.TrailingZeroCount(left);
                if (slot < overlapBySlot.Length)
                {
                    overlapBySlot[slot] = CountLeading(slot, blocks, depth);
                }
            }
        }
    }

    private static int Count(ReadOnlySpan<ulong> words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Leading blocks of a worker that holds the first <paramref name="depth"/>.</summary>
    private int CountLeading(int slot, ReadOnlySpan<ulong> blocks, int depth)
    {
        while (depth < blocks.Length && Contains(Key(blocks[depth]), slot))
        {
            depth++;
            TouchAhead(blocks, depth);
        }

        return depth;
    }

    private static void Settle(ulong workers, int word, int depth, Span<int> overlapBySlot)
    {
        for (; workers != 0; workers &= workers - 1)
        {
            var slot = (word * 64) + BitOperations.TrailingZeroCount(workers);
            if (slot < overlapBySlot.Length)
            {
                overlapBySlot[slot] = depth;
            }
        }
    }

    /// <summary>A long match goes on for a while, and each of its blocks lies elsewhere in memory.</summary>
    private void TouchAhead(ReadOnlySpan<ulong> blocks, int depth)
    {
        if (depth >= LongMatch && depth + TouchDistance < blocks.Length)
        {
            Touch(blocks[depth + TouchDistance]);
        }
    }

    private ulong Holders(ulong block)
    {
        var key = Key(block);
        return _parts[_placement.Part(key)].Find(key);
    }

    private void Touch(ulong block)
    {
        var key = Key(block);
        _parts[_placement.Part(key)].Touch(key);
    }

    private ulong FirstWord(ulong set, ulong block)
    {
        Span<ulong> word = stackalloc ulong[1];
        Spread(set, block, word);
        return word[0];
    }

    /// <summary>Writes a set as a bitmap of as many slots as there is room for.</summary>
    private void Spread(ulong set, ulong block, Span<ulong> words)
    {
        words.Clear();
        if (HolderSet.IsBitmap(set))
        {
            words[0] = set;
        }
        else if (!HolderSet.IsWide(set))
        {
            for (var i = 0; i < HolderSet.ListCount(set); i++)
            {
                var slot = HolderSet.ListSlot(set, i);
                if (slot >> 6 < words.Length)
                {
                    words[slot >> 6] |= 1UL << slot;
                }
            }
        }
        else if (_wide.Find(HolderSet.WideNumber(set), Key(block)) is { } wide)
        {
            var known = wide.Words;
            known[..Math.Min(known.Length, words.Length)].CopyTo(words);
        }
        else
        {
            // it stopped being wide since the set was read
            Spread(Holders(block), block, words);
        }
    }

    /// <summary>Key 0 marks an unused place. That the hashes 0 and 1 are one costs nothing: a 64-bit hash is either with odds of 2⁻⁶³.</summary>
    private static ulong Key(ulong block) => block == 0 ? 1 : block;
}
