namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Reported state: block hash → workers that said they hold it, with the exact leading run of all in one look-up.</summary>
public sealed class ReportedPrefixIndex : IPrefixOverlap
{
    /// <summary>Resident (worker, block) pairs.</summary>
    public long PairCount => throw new NotImplementedException();

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => throw new NotImplementedException();

    /// <summary>The worker stored these blocks (chained hashes). <paramref name="parent"/> is the block before the first; null at the root.</summary>
    /// <returns>False when the parent is unknown for that worker: nothing becomes visible.</returns>
    public bool Store(int slot, ulong? parent, ReadOnlySpan<ulong> blocks) => throw new NotImplementedException();

    /// <summary>The worker dropped these blocks; unknown ones are ignored.</summary>
    public void Remove(int slot, ReadOnlySpan<ulong> blocks) => throw new NotImplementedException();

    /// <summary>The worker holds nothing any more.</summary>
    public void Clear(int slot) => throw new NotImplementedException();

    public long BlocksOf(int slot) => throw new NotImplementedException();
}
