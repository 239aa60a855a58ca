using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Joins single text blocks, each of which knows the one before it, to stretches without a branch.</summary>
internal static class UnpredictedRuns
{
    /// <summary>A row for each stretch. Every block is in one of them.</summary>
    /// <param name="blocks">By their text hash.</param>
    public static IEnumerable<PrefixDifferenceRow> Of(Dictionary<ulong, PromptLink> blocks)
    {
        // 0 after a branch: such a block ends its stretch
        var next = new Dictionary<ulong, ulong>();
        foreach (var block in blocks.Values)
        {
            if (block.Before is { } before && blocks.ContainsKey(before) && !next.TryAdd(before, block.Text))
            {
                next[before] = 0;
            }
        }

        foreach (var first in blocks.Values)
        {
            if (first.Before is { } before && next.TryGetValue(before, out var follower) && follower == first.Text)
            {
                continue;
            }

            var (last, count) = (first, 1);
            while (next.TryGetValue(last.Text, out var text) && blocks.TryGetValue(text, out var after))
            {
                (last, count) = (after, count + 1);
            }

            yield return Row(first, last, count);
        }
    }

    private static PrefixDifferenceRow Row(in PromptLink first, in PromptLink last, int count) => new(
        PrefixIds.Of(last.Text),
        PrefixNames.Of(first.Segment, last.Segment),
        first.Namespace,
        first.Index,
        count,
        new PrefixMatch(0, 0, TokenEstimate.Of(count, first.BlockSize, first.Unit), 0),
        InTree: false);
}
