namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Where a block hash stands in the reported index: multiplicative hashing with an odd factor nobody outside knows.</summary>
/// <remarks>
/// Block hashes follow from prompts, so whoever writes prompts could choose hashes that crowd one place of the table; with a factor drawn
/// at start they cannot know which would.
/// </remarks>
internal readonly struct BlockPlacement(ulong factor)
{
    /// <summary>Parts an index is cut into, so that no rebuild touches more than one of them.</summary>
    public const int Parts = 1 << PartBits;

    private const int PartBits = 6;

    private readonly ulong _factor = factor | 1;

    public int Part(ulong key) => (int)((key * _factor) >> (64 - PartBits));

    /// <summary>64 bits whose upper ones choose the place within the part.</summary>
    public ulong Place(ulong key) => (key * _factor) << PartBits;
}
