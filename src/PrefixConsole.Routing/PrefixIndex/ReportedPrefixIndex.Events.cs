namespace PrefixConsole.Routing.PrefixIndex;

// What workers report; all under the writers' lock.
public sealed partial class ReportedPrefixIndex
{
    private const int TouchDistance = 8;

    // room for this many is made ahead, whatever somebody announces: 264 MB
    private const int MostExpected = 4_000_000;

    // numbers of an event's blocks; kept to spare the allocation
    private int[] _numbers = new int[64];
    private int _expected;

    /// <summary>
    /// The workers' caches together hold up to this many blocks: makes room for them at once and keeps it, so that filling the index needs
    /// no moving of what is there. Not a limit.
    /// </summary>
    /// <param name="blocks">0 for unknown, which is what it is at first; room for at most four million is made ahead.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void Expect(long blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        lock (_writing)
        {
            _expected = (int)Math.Min(blocks, MostExpected);
            if (_store.IsSmallFor(_expected))
            {
                Volatile.Write(ref _store, _store.Renew(0, _expected));
            }
            else
            {
                TrimStore();
            }
        }
    }

    /// <summary>The worker stored these blocks.</summary>
    /// <param name="slot">The worker's.</param>
    /// <param name="parent">The block before the first; null at the root.</param>
    /// <param name="blocks">Chained hashes.</param>
    /// <param name="again">Gets those the worker held before; one that is named twice is in it too.</param>
    /// <returns>False when the parent is unknown for that worker: nothing becomes visible.</returns>
    public bool Store(int slot, ulong? parent, ReadOnlySpan<ulong> blocks, List<ulong>? again = null)
    {
        SlotBounds.Check(slot);
        lock (_writing)
        {
            var number = BlockStore.None;
            if (parent is { } above)
            {
                number = _store.Find(KeyOf(above), BlockStore.None);
                if (number == BlockStore.None || !Contains(_store.HoldersOf(number), KeyOf(above), slot))
                {
                    return false;
                }
            }

            MakeRoom(blocks.Length, ref number);
            for (var i = 0; i < blocks.Length; i++)
            {
                _store.Touch(KeyOf(blocks[Math.Min(i + TouchDistance, blocks.Length - 1)]));
                number = _store.FindOrAdd(KeyOf(blocks[i]), number);
                _numbers[i] = number;
            }

            // last first: whoever comes from the front sees the first block when all others are there
            Begin(slot);
            var added = 0;
            for (var i = blocks.Length - 1; i >= 0; i--)
            {
                if (Add(_numbers[i], slot))
                {
                    added++;
                }
                else
                {
                    again?.Add(blocks[i]);
                }
            }

            End(slot, added);
            return true;
        }
    }

    /// <summary>The worker dropped these blocks; unknown ones are ignored.</summary>
    public void Remove(int slot, ReadOnlySpan<ulong> blocks)
    {
        lock (_writing)
        {
            if (blocks.IsEmpty || BlocksOf(slot) == 0)
            {
                return;
            }

            Grow(blocks.Length);
            var found = 0;
            foreach (var block in blocks)
            {
                var number = FindBeside(KeyOf(block), found == 0 ? BlockStore.None : _numbers[found - 1]);
                if (number != BlockStore.None)
                {
                    _numbers[found++] = number;
                }
            }

            // numbers rise along a prompt, and engines name its last block first as often as not
            var numbers = _numbers.AsSpan(0, found);
            if (found > 1 && numbers[0] > numbers[^1])
            {
                numbers.Reverse();
            }

            Begin(slot);
            var removed = 0;
            foreach (var number in numbers)
            {
                removed += Drop(number, slot) ? 1 : 0;
            }

            End(slot, -removed);
            TrimStore();
        }
    }

    /// <summary>The worker holds nothing any more.</summary>
    /// <remarks>Walks all blocks: a list per worker would cost memory on every pair to speed up something rare. Look-ups do not wait for it.</remarks>
    public void Clear(int slot)
    {
        lock (_writing)
        {
            if (BlocksOf(slot) == 0)
            {
                return;
            }

            Begin(slot);
            Volatile.Write(ref _clearing, slot);
            for (var number = 0; number < _store.Count; number++)
            {
                Drop(number, slot);
            }

            Volatile.Write(ref _clearing, Nobody);
            End(slot, -(int)_blocksBySlot[slot]);
            TrimStore();
        }
    }

    /// <summary>Finds a block that probably stands behind or before another.</summary>
    private int FindBeside(ulong key, int other) =>
        other > 0 && _store.KeyOf(other - 1) == key ? other - 1 : _store.Find(key, other);

    private void MakeRoom(int blocks, ref int parent)
    {
        Grow(blocks);
        if (_store.HasRoomFor(blocks))
        {
            return;
        }

        var key = parent == BlockStore.None ? 0 : _store.KeyOf(parent);
        Volatile.Write(ref _store, _store.Renew(blocks, _expected));
        parent = key == 0 ? BlockStore.None : _store.Find(key, BlockStore.None);
    }

    private void TrimStore()
    {
        if (_store.IsNearlyEmpty(_expected))
        {
            Volatile.Write(ref _store, _store.Renew(0, _expected));
        }
    }

    private void Grow(int blocks)
    {
        if (_numbers.Length < blocks)
        {
            _numbers = new int[Math.Max(blocks, _numbers.Length * 2)];
        }
    }

    private bool Add(int number, int slot)
    {
        var set = _store.HoldersOf(number);
        if (HolderSet.IsBitmap(set) && slot < HolderSet.BitmapSlots)
        {
            var bit = 1UL << slot;
            if ((set & bit) != 0)
            {
                return false;
            }

            _store.SetHolders(number, set | bit);
            return true;
        }

        return HolderSet.IsWide(set)
            ? _wide.Find(HolderSet.WideNumber(set), _store.KeyOf(number))!.Add(slot)
            : AddBeyondBitmap(number, set, slot);
    }

    /// <summary>A bitmap or a list gains a slot that makes it a list, a longer list or wide.</summary>
    private bool AddBeyondBitmap(int number, ulong set, int slot)
    {
        Span<int> slots = stackalloc int[HolderSet.BitmapSlots + 1];
        var count = HolderSet.CopySlots(set, slots);
        if (slots[..count].Contains(slot))
        {
            return false;
        }

        slots[count++] = slot;
        if (count <= HolderSet.ListSize)
        {
            _store.SetHolders(number, HolderSet.List(slots[..count]));
            return true;
        }

        var wide = new WideHolders(_store.KeyOf(number));
        foreach (var holder in slots[..count])
        {
            wide.Add(holder);
        }

        _store.SetHolders(number, HolderSet.Wide(_wide.Add(wide)));
        return true;
    }

    private bool Drop(int number, int slot)
    {
        var set = _store.HoldersOf(number);
        if (HolderSet.IsBitmap(set))
        {
            var left = slot < HolderSet.BitmapSlots ? set & ~(1UL << slot) : set;
            if (left == set)
            {
                return false;
            }

            _store.SetHolders(number, left);
            return true;
        }

        if (HolderSet.IsWide(set))
        {
            return DropWide(number, HolderSet.WideNumber(set), slot);
        }

        var at = HolderSet.IndexInList(set, slot);
        if (at < 0)
        {
            return false;
        }

        Span<int> slots = stackalloc int[HolderSet.ListSize];
        var count = HolderSet.CopySlots(set, slots);
        slots[at] = slots[--count];
        _store.SetHolders(number, count == 0 ? 0 : HolderSet.List(slots[..count]));
        return true;
    }

    private bool DropWide(int number, int wideNumber, int slot)
    {
        var wide = _wide.Find(wideNumber, _store.KeyOf(number))!;
        if (!wide.Remove(slot))
        {
            return false;
        }

        if (wide.Count <= HolderSet.ListSize)
        {
            Span<int> slots = stackalloc int[HolderSet.ListSize];
            _store.SetHolders(number, HolderSet.List(slots[..wide.CopySlots(slots)]));
            _wide.Remove(wideNumber);
        }

        return true;
    }

    private void Begin(int slot)
    {
        if (slot >= _blocksBySlot.Length)
        {
            var numbers = _eventBySlot;
            Array.Resize(ref numbers, slot + 1);
            Volatile.Write(ref _eventBySlot, numbers);
            var blocks = _blocksBySlot;
            Array.Resize(ref blocks, slot + 1);
            Volatile.Write(ref _blocksBySlot, blocks);
        }

        // a full fence: whoever sees a change of this event must see its number too
        Volatile.Write(ref _eventBySlot[slot], _eventNumber + 1);
        Interlocked.Increment(ref _eventNumber);
    }

    private void End(int slot, int change)
    {
        Volatile.Write(ref _blocksBySlot[slot], _blocksBySlot[slot] + change);
        Volatile.Write(ref _pairs, _pairs + change);
        Volatile.Write(ref _eventBySlot[slot], _eventNumber + 1);
        Volatile.Write(ref _eventNumber, _eventNumber + 1);
    }
}
