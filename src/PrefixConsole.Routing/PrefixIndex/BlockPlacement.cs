namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Where a block hash stands in the reported index: multiplicative hashing with an odd factor nobody outside knows.</summary>
/// <remarks>
/// Block hashes follow from prompts, so whoever writes prompts could choose hashes that crowd one place of the table; with a factor drawn
/// at start they cannot know which would.
/// </remarks>
internal readonly struct BlockPlacement(ulong factor)
{
    private readonly ulong _factor = factor | 1;

    /// <summary>64 bits; the upper ones are the best mixed.</summary>
    public ulong Of(ulong key) => key * _factor;
}
