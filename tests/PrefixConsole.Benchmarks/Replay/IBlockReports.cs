namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Told by an engine what its cache stores and drops, at the moment it does.</summary>
internal interface IBlockReports
{
    /// <param name="parent">The block before the first; null at the root.</param>
    /// <param name="blocks">Consecutive blocks of a prompt.</param>
    void Stored(ulong? parent, ReadOnlySpan<ulong> blocks);

    void Removed(ReadOnlySpan<ulong> blocks);
}
