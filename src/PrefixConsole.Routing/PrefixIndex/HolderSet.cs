namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>How the workers that hold one block are written in 64 bits. Pure functions; 0 is nobody.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>bit 63 clear: a bitmap of the slots 0 to 62, the usual case of a fleet below 64;</item>
/// <item>bits 63 and 62 = 10: a list of one to <see cref="ListSize"/> slots of 16 bits, count in bits 48 and 49, when a slot is above 62;</item>
/// <item>bits 63 and 62 = 11: the number of a <see cref="WideHolders"/>, for more than that.</item>
/// </list>
/// A set leaves the wide form when it fits the list again and stays a list then: what was shared by many is likely to be so again.
/// </remarks>
internal static class HolderSet
{
    /// <summary>Slots a bitmap can name.</summary>
    public const int BitmapSlots = 63;

    /// <summary>Slots a list can name.</summary>
    public const int ListSize = 3;

    private const ulong ListTag = 2UL << 62;
    private const ulong WideTag = 3UL << 62;
    private const int SlotBits = 16;
    private const int CountShift = 48;

    public static bool IsBitmap(ulong set) => (long)set >= 0;

    public static bool IsWide(ulong set) => set >= WideTag;

    public static ulong Wide(int number) => WideTag | (uint)number;

    public static int WideNumber(ulong set) => (int)set;

    public static int ListCount(ulong set) => (int)(set >> CountShift) & 3;

    public static int ListSlot(ulong set, int index) => (int)(set >> (index * SlotBits)) & 0xFFFF;

    /// <summary>Where a list names a slot; −1 when it does not.</summary>
    public static int IndexInList(ulong set, int slot)
    {
        var index = ListCount(set) - 1;
        while (index >= 0 && ListSlot(set, index) != slot)
        {
            index--;
        }

        return index;
    }

    /// <summary>A list of slots that are told apart.</summary>
    public static ulong List(ReadOnlySpan<int> slots)
    {
        var set = ListTag | ((ulong)slots.Length << CountShift);
        for (var i = 0; i < slots.Length; i++)
        {
            set |= (ulong)slots[i] << (i * SlotBits);
        }

        return set;
    }

    /// <summary>Copies the slots of a set that is not wide and has at most as many as fit; returns how many there are.</summary>
    public static int CopySlots(ulong set, Span<int> slots)
    {
        var count = 0;
        if (IsBitmap(set))
        {
            for (; set != 0; set &= set - 1)
            {
                slots[count++] = System.Numerics.BitOperations.TrailingZeroCount(set);
            }

            return count;
        }

        for (; count < ListCount(set); count++)
        {
            slots[count] = ListSlot(set, count);
        }

        return count;
    }
}
