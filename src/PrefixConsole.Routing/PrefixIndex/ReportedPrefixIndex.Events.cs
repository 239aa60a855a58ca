namespace PrefixConsole.Routing.PrefixIndex;

// What workers report; all under the writers' lock.
public sealed partial class ReportedPrefixIndex
{
    /// <summary>The worker stored these blocks (chained hashes). <paramref name="parent"/> is the block before the first; null at the root.</summary>
    /// <returns>False when the parent is unknown for that worker: nothing becomes visible.</returns>
    public bool Store(int slot, ulong? parent, ReadOnlySpan<ulong> blocks)
    {
        SlotBounds.Check(slot);
        lock (_writing)
        {
            if (parent is { } above && !Contains(Key(above), slot))
            {
                return false;
            }

            Begin(slot);
            var added = 0;
            for (var i = 0; i < blocks.Length; i++)
            {
                Touch(blocks[Math.Min(i + TouchDistance, blocks.Length - 1)]);
                added += Add(Key(blocks[i]), slot) ? 1 : 0;
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
            if (BlocksOf(slot) == 0)
            {
                return;
            }

            Begin(slot);
            var removed = 0;
            for (var i = 0; i < blocks.Length; i++)
            {
                Touch(blocks[Math.Min(i + TouchDistance, blocks.Length - 1)]);
                removed += Remove(Key(blocks[i]), slot) ? 1 : 0;
            }

            End(slot, -removed);
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
            foreach (var part in _parts)
            {
                ClearPart(part, slot);
            }

            Volatile.Write(ref _clearing, Nobody);
            End(slot, -(int)_blocksBySlot[slot]);
        }
    }

    private void ClearPart(BlockTable part, int slot)
    {
        for (var i = 0; i < part.Entries.Length; i++)
        {
            var (key, holders) = (part.Entries[i].Key, part.Entries[i].Holders);
            if (holders != 0)
            {
                Drop(part, i, key, holders, slot);
            }
        }

        part.Trim();
    }

    private bool Contains(ulong key, int slot)
    {
        var set = _parts[_placement.Part(key)].Find(key);
        if (HolderSet.IsBitmap(set))
        {
            return slot < HolderSet.BitmapSlots && (set & (1UL << slot)) != 0;
        }

        if (HolderSet.IsWide(set))
        {
            // null: it stopped being wide since the set was read
            return _wide.Find(HolderSet.WideNumber(set), key)?.Contains(slot) ?? Contains(key, slot);
        }

        Span<int> slots = stackalloc int[HolderSet.ListSize];
        return slots[..HolderSet.CopySlots(set, slots)].Contains(slot);
    }

    private bool Add(ulong key, int slot)
    {
        var part = _parts[_placement.Part(key)];
        var set = part.FindOrReserve(key, out var index);
        if (HolderSet.IsBitmap(set) && slot < HolderSet.BitmapSlots)
        {
            var bit = 1UL << slot;
            if ((set & bit) != 0)
            {
                return false;
            }

            part.Set(index, set | bit);
            return true;
        }

        if (HolderSet.IsWide(set))
        {
            return _wide.Find(HolderSet.WideNumber(set), key)!.Add(slot);
        }

        return AddBeyondBitmap(part, index, key, set, slot);
    }

    /// <summary>A bitmap or a list gains a slot that makes it a list, a longer list or wide.</summary>
    private bool AddBeyondBitmap(BlockTable part, int index, ulong key, ulong set, int slot)
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
            part.Set(index, HolderSet.List(slots[..count]));
            return true;
        }

        var wide = new WideHolders(key);
        foreach (var holder in slots[..count])
        {
            wide.Add(holder);
        }

        part.Set(index, HolderSet.Wide(_wide.Add(wide)));
        return true;
    }

    private bool Remove(ulong key, int slot)
    {
        var part = _parts[_placement.Part(key)];
        var set = part.FindAt(key, out var index);
        return set != 0 && Drop(part, index, key, set, slot);
    }

    private bool Drop(BlockTable part, int index, ulong key, ulong set, int slot)
    {
        if (HolderSet.IsBitmap(set))
        {
            var left = slot < HolderSet.BitmapSlots ? set & ~(1UL << slot) : set;
            if (left == set)
            {
                return false;
            }

            part.Set(index, left);
            return true;
        }

        if (HolderSet.IsWide(set))
        {
            return DropWide(part, index, key, HolderSet.WideNumber(set), slot);
        }

        Span<int> slots = stackalloc int[HolderSet.ListSize];
        var count = HolderSet.CopySlots(set, slots);
        var at = slots[..count].IndexOf(slot);
        if (at < 0)
        {
            return false;
        }

        slots[at] = slots[--count];
        part.Set(index, count == 0 ? 0 : HolderSet.List(slots[..count]));
        return true;
    }

    private bool DropWide(BlockTable part, int index, ulong key, int number, int slot)
    {
        var wide = _wide.Find(number, key)!;
        if (!wide.Remove(slot))
        {
            return false;
        }

        if (wide.Count <= HolderSet.ListSize)
        {
            Span<int> slots = stackalloc int[HolderSet.ListSize];
            part.Set(index, HolderSet.List(slots[..wide.CopySlots(slots)]));
            _wide.Remove(number);
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
        Interlocked.Increment(ref _eventNumber);
        Volatile.Write(ref _eventBySlot[slot], _eventNumber);
    }

    private void End(int slot, int change)
    {
        Volatile.Write(ref _blocksBySlot[slot], _blocksBySlot[slot] + change);
        Volatile.Write(ref _pairs, _pairs + change);
        Volatile.Write(ref _eventNumber, _eventNumber + 1);
    }
}
