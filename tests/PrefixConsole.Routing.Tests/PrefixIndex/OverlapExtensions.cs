using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

internal static class OverlapExtensions
{
    /// <summary>Overlap of workers 0 to <paramref name="workers"/> - 1.</summary>
    public static int[] Overlaps(this IPrefixOverlap index, ulong[] blocks, int workers)
    {
        // stale content must not shine through
        var overlaps = Enumerable.Repeat(-1, workers).ToArray();
        index.FindOverlap(blocks, overlaps);
        return overlaps;
    }

    public static int[] Overlaps(this IPrefixOverlap index, PromptBlocks prompt, int workers) => index.Overlaps(prompt.Hashes, workers);
}
