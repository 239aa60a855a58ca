using System.Numerics;
using System.Runtime.CompilerServices;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>One part of the reported index: an open-addressed table of 16-byte places, block → holders. One writer at a time, readers without a lock.</summary>
/// <remarks>
/// <para>
/// Linear probing. A block that loses its last holder leaves a dead place, which the next block that passes by takes over; dead places at
/// the end of a cluster are wiped at once, so that a table whose size stays equal is almost never rebuilt. Rebuilding makes a new array and swaps it in.
/// </para>
/// <para>
/// A reader takes the key, the holders and the key again: places change owner only through the key, so an equal key twice means that the
/// holders are that block's. (Two changes of owner and back within those three loads would go unseen.) Places never move within an
/// array, so a block that is live throughout a look-up is found. An array that was swapped out stays as it was.
/// </para>
/// </remarks>
internal sealed class BlockTable(BlockPlacement placement)
{
    private const int SmallestCapacity = 16;

    private BlockEntry[] _entries = new BlockEntry[SmallestCapacity];

    // live and dead places; the rest have never been used or have been wiped
    private int _used;
    private int _live;

    public ReadOnlySpan<BlockEntry> Entries => _entries;

    /// <summary>Live and dead places.</summary>
    public int UsedCount => _used;

    /// <summary>Blocks with a holder.</summary>
    public int LiveCount => _live;

    /// <summary>Holders of a block; 0 when there are none. Any thread.</summary>
    /// <param name="key">Not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong key)
    {
        var entries = Volatile.Read(ref _entries);
        var mask = entries.Length - 1;
        for (var i = Start(key, mask); ; i = (i + 1) & mask)
        {
            ref var entry = ref entries[i];
            var found = Volatile.Read(ref entry.Key);
            if (found == key)
            {
                var holders = Volatile.Read(ref entry.Holders);
                return Volatile.Read(ref entry.Key) == key ? holders : 0;
            }

            if (found == 0)
            {
                return 0;
            }
        }
    }

    /// <summary>Reads where a block would stand, so that it is near when it is needed. Any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(ulong key)
    {
        var entries = Volatile.Read(ref _entries);
        _ = Volatile.Read(ref entries[Start(key, entries.Length - 1)].Key);
    }

    /// <summary>The holders of a block, to be changed by <see cref="Set"/> before anything else is done with the table. Writer only.</summary>
    public ulong FindOrReserve(ulong key, out int index)
    {
        MakeRoom();
        var mask = _entries.Length - 1;
        var dead = -1;
        for (index = Start(key, mask); ; index = (index + 1) & mask)
        {
            ref var entry = ref _entries[index];
            if (entry.Key == key)
            {
                return entry.Holders;
            }

            if (entry.Key == 0)
            {
                break;
            }

            dead = dead < 0 && entry.Holders == 0 ? index : dead;
        }

        if (dead >= 0)
        {
            index = dead;
        }
        else
        {
            _used++;
        }

        Volatile.Write(ref _entries[index].Key, key);
        return 0;
    }

    /// <summary>The holders of a block and where they are; 0 when there are none. Writer only.</summary>
    public ulong FindAt(ulong key, out int index)
    {
        var mask = _entries.Length - 1;
        for (index = Start(key, mask); _entries[index].Key != 0; index = (index + 1) & mask)
        {
            if (_entries[index].Key == key)
            {
                return _entries[index].Holders;
            }
        }

        return 0;
    }

    /// <summary>Changes the holders at a place; 0 frees it. Writer only.</summary>
    public void Set(int index, ulong holders)
    {
        ref var entry = ref _entries[index];
        _live += (holders == 0 ? 0 : 1) - (entry.Holders == 0 ? 0 : 1);
        Volatile.Write(ref entry.Holders, holders);
        if (holders == 0)
        {
            WipeBackFrom(index);
        }
    }

    /// <summary>Gives memory back when few blocks are left. Writer only.</summary>
    public void Trim()
    {
        if (_entries.Length > SmallestCapacity && _live < _entries.Length / 16)
        {
            Rebuild();
        }
    }

    private int Start(ulong key, int mask) => (int)(placement.Place(key) >> BitOperations.LeadingZeroCount((ulong)mask));

    /// <summary>Dead places before one that was never used stop no probe any more.</summary>
    private void WipeBackFrom(int index)
    {
        var mask = _entries.Length - 1;
        if (_entries[(index + 1) & mask].Key != 0)
        {
            return;
        }

        for (; _entries[index].Key != 0 && _entries[index].Holders == 0; index = (index - 1) & mask)
        {
            Volatile.Write(ref _entries[index].Key, 0);
            _used--;
        }
    }

    /// <summary>At most five places in eight are used: a probe that finds nothing then reads about four places, one or two cache lines.</summary>
    private void MakeRoom()
    {
        if (_used + 1 > _entries.Length / 8 * 5)
        {
            Rebuild();
        }
    }

    private void Rebuild()
    {
        var entries = new BlockEntry[Math.Max(SmallestCapacity, BitOperations.RoundUpToPowerOf2((uint)(_live + 1) * 2))];
        var mask = entries.Length - 1;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Holders != 0)
            {
                var i = Start(entry.Key, mask);
                while (entries[i].Key != 0)
                {
                    i = (i + 1) & mask;
                }

                entries[i] = entry;
            }
        }

        _used = _live;
        Volatile.Write(ref _entries, entries);
    }
}
