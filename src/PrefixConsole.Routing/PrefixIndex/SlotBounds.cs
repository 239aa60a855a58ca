namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Slots index arrays: a wild one must be refused before it allocates.</summary>
internal static class SlotBounds
{
    public const int Limit = 1 << 16;

    public static void Check(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Limit);
    }
}
