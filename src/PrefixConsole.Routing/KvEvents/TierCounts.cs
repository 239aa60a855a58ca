using System.Numerics;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>How often something is stored in each tier: five counts of 12 bits. A count that reached its end stays there until the cache is cleared.</summary>
internal struct TierCounts
{
    private const int Bits = 12;
    private const ulong Most = (1UL << Bits) - 1;

    private ulong _counts;

    public readonly bool IsEmpty => _counts == 0;

    public readonly bool IsOnceInGpu => _counts == 1UL << Shift(CacheTier.Gpu);

    /// <summary>The fastest tier with a count; only when there is one.</summary>
    public readonly CacheTier Best => (CacheTier)(BitOperations.TrailingZeroCount(_counts) / Bits);

    public readonly bool Has(CacheTier tier) => Count(tier) != 0;

    /// <returns>True when it is the first in that tier.</returns>
    public bool Add(CacheTier tier)
    {
        var count = Count(tier);
        _counts += count == Most ? 0 : 1UL << Shift(tier);
        return count == 0;
    }

    /// <returns>True when it was the last in that tier.</returns>
    public bool Remove(CacheTier tier)
    {
        var count = Count(tier);
        _counts -= count is 0 or Most ? 0 : 1UL << Shift(tier);
        return count == 1;
    }

    private readonly ulong Count(CacheTier tier) => (_counts >> Shift(tier)) & Most;

    private static int Shift(CacheTier tier) => (int)tier * Bits;
}
