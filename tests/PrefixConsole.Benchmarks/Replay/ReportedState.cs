using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Passes an engine's reports on to the index without loss or delay.</summary>
internal sealed class ReportedState(ReportedPrefixIndex index, int slot) : IBlockReports
{
    public void Stored(ulong? parent, ReadOnlySpan<ulong> blocks)
    {
        if (!index.Store(slot, parent, blocks))
        {
            throw new InvalidOperationException("an engine reported a block below one that it does not hold");
        }
    }

    public void Removed(ReadOnlySpan<ulong> blocks) => index.Remove(slot, blocks);
}
