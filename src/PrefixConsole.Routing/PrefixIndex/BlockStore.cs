using System.Runtime.CompilerServices;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>The blocks of the reported index, numbered in the order they came, with the holders of each. One writer at a time, readers without a lock.</summary>
/// <remarks>
/// <para>
/// Blocks that a worker reports together get numbers in a row, so whoever follows a prompt finds the next block behind the one before,
/// in memory that the processor has fetched already; only where two reports meet does it ask the hash table. A table alone, one probe
/// per block, spent its time waiting for memory: a prompt of 2,048 blocks took 130 µs in an index of three million blocks.
/// </para>
/// <para>
/// A number never changes owner: a block without holders keeps it, and gets it back when it is reported again. When the numbers are used up
/// the writer moves the blocks that have holders to a new store. Readers of the old one are not disturbed.
/// </para>
/// <para>
/// Memory: 16 bytes per number and 4 per place of the table, of which there are half as many again as numbers; at most three
/// times as many numbers as blocks, which makes renewing rare; with twice as many, events took 5 to 8 % longer.
/// </para>
/// <para>
/// Where an event's time goes while an index grows from nothing, by samples: a quarter in <see cref="Look"/>, waiting for memory; two fifths in
/// <see cref="Renew"/>, half of it placing keys and half in fresh pages and the collections that large arrays bring. An index
/// that was told what to expect is a quarter to two fifths faster; one that has its size takes half the time. Keeping freed memory in
/// the process (<c>RetainVM</c>) gained a sixth.
/// </para>
/// </remarks>
internal sealed class BlockStore
{
    /// <summary>No block.</summary>
    public const int None = -1;

    private const int SmallestCapacity = 64;
    private const int NumberBits = 27;
    private const uint NumberMask = (1u << NumberBits) - 1;

    private readonly BlockPlacement _placement;
    private readonly ulong[] _keys;
    private readonly ulong[] _holders;

    // number + 1 below, some bits of the key's place above; 0 is empty
    private readonly uint[] _table;

    public BlockStore(BlockPlacement placement, int capacity = SmallestCapacity)
    {
        if (capacity > NumberMask)
        {
            throw new InvalidOperationException($"more than {NumberMask:N0} blocks");
        }

        _placement = placement;
        _keys = new ulong[capacity];
        _holders = new ulong[capacity];
        _table = new uint[capacity + (capacity / 2)];
    }

    /// <summary>Numbers given out.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of its arrays.</summary>
    public long MemoryBytes => (sizeof(ulong) * ((long)_keys.Length + _holders.Length)) + (sizeof(uint) * (long)_table.Length);

    /// <summary>Blocks with a holder.</summary>
    public int LiveCount { get; private set; }

    public bool HasRoomFor(int blocks) => blocks <= _keys.Length - Count;

    /// <summary>So few blocks are left, and expected, that memory should be given back.</summary>
    public bool IsNearlyEmpty(int expected) => _keys.Length > CapacityFor(expected) && LiveCount < _keys.Length / 8;

    /// <summary>A store of <paramref name="expected"/> blocks would have more numbers.</summary>
    public bool IsSmallFor(int expected) => _keys.Length < CapacityFor(expected);

    public ulong KeyOf(int number) => _keys[number];

    /// <summary>As <see cref="HolderSet"/> writes them. Any thread.</summary>
    public ulong HoldersOf(int number) => Volatile.Read(ref _holders[number]);

    /// <summary>Number of a block. Any thread.</summary>
    /// <param name="key">Not 0.</param>
    /// <param name="before">Number of the block before it in the prompt; <see cref="None"/> when there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong key, int before)
    {
        var keys = _keys;
        var next = before + 1;
        return (uint)next < (uint)keys.Length && keys[next] == key ? next : Look(key, out _);
    }

    /// <summary>Reads where the table would name a block, so that it is near when it is needed.</summary>
    public void Touch(ulong key) => _ = Volatile.Read(ref _table[Start(_placement.Of(key))]);

    /// <summary>Number of a block, a new one if it has none; there must be room for it. Writer only.</summary>
    public int FindOrAdd(ulong key, int before)
    {
        var next = before + 1;
        if (next < Count && _keys[next] == key)
        {
            return next;
        }

        var number = Look(key, out var at);
        return number == None ? Append(key, at) : number;
    }

    /// <summary>Writer only.</summary>
    public void SetHolders(int number, ulong holders)
    {
        LiveCount += (holders == 0 ? 0 : 1) - (_holders[number] == 0 ? 0 : 1);
        Volatile.Write(ref _holders[number], holders);
    }

    /// <summary>
    /// The blocks that have holders, in the same order, with room for twice as many again and for <paramref name="more"/>; no less than
    /// when it had <paramref name="expected"/>.
    /// </summary>
    public BlockStore Renew(int more, int expected)
    {
        var renewed = new BlockStore(_placement, Math.Max(CapacityFor(LiveCount) + more, CapacityFor(expected)));
        for (var number = 0; number < Count; number++)
        {
            if (_holders[number] != 0)
            {
                renewed.SetHolders(renewed.Append(_keys[number], renewed.EmptyFrom(_placement.Of(_keys[number]))), _holders[number]);
            }
        }

        return renewed;
    }

    private static int CapacityFor(int blocks) => Math.Max(SmallestCapacity, 3 * blocks);

    private static uint Tag(ulong place) => (uint)place & ~NumberMask;

    /// <summary>The upper half of the place, as a share of the table.</summary>
    private int Start(ulong place) => (int)(((place >> 32) * (ulong)_table.Length) >> 32);

    private int After(int at) => at + 1 == _table.Length ? 0 : at + 1;

    private int Append(ulong key, int at)
    {
        var number = Count++;
        _keys[number] = key;
        Volatile.Write(ref _table[at], Tag(_placement.Of(key)) | (uint)(number + 1));
        return number;
    }

    private int EmptyFrom(ulong place)
    {
        var at = Start(place);
        while (_table[at] != 0)
        {
            at = After(at);
        }

        return at;
    }

    /// <summary>Asks the table. <paramref name="at"/> is where it names the block, or would.</summary>
    private int Look(ulong key, out int at)
    {
        var place = _placement.Of(key);
        var tag = Tag(place);
        var table = _table;
        for (at = Start(place); ; at = After(at))
        {
            var entry = Volatile.Read(ref table[at]);
            if (entry == 0)
            {
                return None;
            }

            var number = (int)(entry & NumberMask) - 1;
            if ((entry & ~NumberMask) == tag && _keys[number] == key)
            {
                return number;
            }
        }
    }
}
