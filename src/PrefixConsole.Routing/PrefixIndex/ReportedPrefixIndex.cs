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
/// Writers share one lock, held for one event. Look-ups take none and never wait for an event to end: blocks of a prompt are written
/// last first and taken away first first, so that who walks from the front sees all of an event or nothing of it, and a worker whose
/// event began or ended during the walk is walked again. (An event that names blocks of several prompts is seen so for each of them.)
/// </para>
/// </remarks>
public sealed partial class ReportedPrefixIndex : IPrefixOverlap
{
    private const int StackWords = WorkerRegistry.MaxWorkers / 64;
    private const int Nobody = -1;
    private const int Few = 2;

    // an object of two references and two numbers, and the head of its array
    private const int WideBytes = 64;

    // 0 marks an unused number. Not a small number: who numbers blocks from 0, as traces do, would meet it.
    private const ulong InsteadOfZero = 0x9E37_79B9_7F4A_7C15;

    private readonly WideHolderTable _wide = new();
    private readonly Lock _writing = new();
    private BlockStore _store;
    private long[] _blocksBySlot = [];
    private long _pairs;

    // odd while an event is applied
    private long _eventNumber;

    // of each worker's last event: odd while it is applied, one more since
    private long[] _eventBySlot = [];
    private int _clearing = Nobody;

    /// <param name="secret">Decides places in memory, see <see cref="BlockPlacement"/>; drawn at random where prompts come from strangers.</param>
    public ReportedPrefixIndex(ulong secret = 0x9E3779B97F4A7C15) => _store = new BlockStore(new BlockPlacement(secret));

    /// <summary>Resident (worker, block) pairs.</summary>
    public long PairCount => Volatile.Read(ref _pairs);

    /// <summary>Bytes it takes, estimated from the sizes of its structures, room for more blocks included. Any thread.</summary>
    public long MemoryBytes
    {
        get
        {
            var slots = Volatile.Read(ref _blocksBySlot).Length;
            var wide = _wide.Count * (WideBytes + (sizeof(ulong) * ((slots + 63L) / 64)));
            return Volatile.Read(ref _store).MemoryBytes + wide + (sizeof(ulong) * ((2L * slots) + _wide.Capacity));
        }
    }

    public long BlocksOf(int slot)
    {
        var blocks = Volatile.Read(ref _blocksBySlot);
        return (uint)slot < (uint)blocks.Length ? Volatile.Read(ref blocks[slot]) : 0;
    }

    /// <summary>Whether the worker holds this block, whatever it holds of those before it. Any thread.</summary>
    public bool Holds(int slot, ulong block)
    {
        SlotBounds.Check(slot);
        var key = KeyOf(block);
        return Contains(HoldersNow(key), key, slot);
    }

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        overlapBySlot.Clear();
        if (blocks.IsEmpty || overlapBySlot.IsEmpty)
        {
            return;
        }

        var before = Volatile.Read(ref _eventNumber);
        var walk = new Walk(Volatile.Read(ref _store), blocks);
        if (walk.MoveNext())
        {
            if (HolderSet.IsBitmap(walk.Holders))
            {
                FollowBitmap(ref walk, overlapBySlot);
            }
            else
            {
                FollowWords(ref walk, overlapBySlot);
            }
        }

        Volatile.ReadBarrier();
        if (long.IsOddInteger(before) || Volatile.Read(ref _eventNumber) != before)
        {
            RecountChanged(before, blocks, overlapBySlot);
        }
    }

    /// <summary>The workers without a hole so far fit one word: whoever drops out has as many blocks as came before.</summary>
    private void FollowBitmap(ref Walk walk, Span<int> overlapBySlot)
    {
        var running = walk.Holders;
        while (running != 0 && walk.MoveNext())
        {
            var set = walk.Holders;
            var stay = running & (HolderSet.IsBitmap(set) ? set : FirstWord(set, walk.Key));
            if (stay != running)
            {
                Settle(running ^ stay, 0, walk.Depth, overlapBySlot);
                running = stay;
            }
        }

        Settle(running, 0, walk.Depth, overlapBySlot);
    }

    /// <summary>Any number of workers, until so few are left that each is followed by itself.</summary>
    private void FollowWords(ref Walk walk, Span<int> overlapBySlot)
    {
        var words = (Math.Min(overlapBySlot.Length, Volatile.Read(ref _blocksBySlot).Length) + 63) / 64;
        var room = words <= StackWords ? stackalloc ulong[2 * StackWords] : new ulong[2 * words];
        var running = room[..words];
        var set = room.Slice(words, words);
        Spread(walk.Holders, walk.Key, running);
        while (Count(running) > Few && walk.MoveNext())
        {
            Spread(walk.Holders, walk.Key, set);
            for (var w = 0; w < words; w++)
            {
                Settle(running[w] & ~set[w], w, walk.Depth, overlapBySlot);
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
                    overlapBySlot[slot] = CountLeading(slot, walk);
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

    /// <summary>Leading blocks of a worker that holds all of the walk so far, its current block included.</summary>
    private int CountLeading(int slot, Walk walk)
    {
        while (walk.MoveNext() && Contains(walk.Holders, walk.Key, slot))
        {
        }

        return walk.Depth;
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

    private bool Contains(ulong set, ulong key, int slot)
    {
        if (HolderSet.IsBitmap(set))
        {
            return slot < HolderSet.BitmapSlots && (set & (1UL << slot)) != 0;
        }

        return HolderSet.IsWide(set)
            ? _wide.Find(HolderSet.WideNumber(set), key)?.Contains(slot) ?? ContainsNow(key, slot)
            : HolderSet.IndexInList(set, slot) >= 0;
    }

    /// <summary>As <see cref="Contains"/>, of a set that stopped being wide since it was read.</summary>
    private bool ContainsNow(ulong key, int slot) => Contains(HoldersNow(key), key, slot);

    private ulong HoldersNow(ulong key)
    {
        var store = Volatile.Read(ref _store);
        var number = store.Find(key, BlockStore.None);
        return number == BlockStore.None ? 0 : store.HoldersOf(number);
    }

    private ulong FirstWord(ulong set, ulong key)
    {
        Span<ulong> word = stackalloc ulong[1];
        Spread(set, key, word);
        return word[0];
    }

    /// <summary>Writes a set as a bitmap of as many slots as there is room for.</summary>
    private void Spread(ulong set, ulong key, Span<ulong> words)
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
        else if (_wide.Find(HolderSet.WideNumber(set), key) is { } wide)
        {
            var known = wide.Words;
            known[..Math.Min(known.Length, words.Length)].CopyTo(words);
        }
        else
        {
            // it stopped being wide since the set was read
            Spread(HoldersNow(key), key, words);
        }
    }

    private static ulong KeyOf(ulong block) => block == 0 ? InsteadOfZero : block;

    /// <summary>Follows a prompt through a store for as long as its blocks are known there.</summary>
    private ref struct Walk(BlockStore store, ReadOnlySpan<ulong> blocks)
    {
        private readonly ReadOnlySpan<ulong> _blocks = blocks;
        private int _number = BlockStore.None;
        private bool _ended;

        /// <summary>Blocks before the one that was looked at last; all of them when none is left to look at.</summary>
        public int Depth { get; private set; } = -1;

        public ulong Key { get; private set; }

        public ulong Holders { get; private set; }

        public bool MoveNext()
        {
            if (_ended)
            {
                return false;
            }

            _ended = ++Depth == _blocks.Length;
            if (_ended)
            {
                return false;
            }

            Key = KeyOf(_blocks[Depth]);
            _number = store.Find(Key, _number);
            _ended = _number == BlockStore.None;
            Holders = _ended ? 0 : store.HoldersOf(_number);
            return !_ended;
        }
    }
}
