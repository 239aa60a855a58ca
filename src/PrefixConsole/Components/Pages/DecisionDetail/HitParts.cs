using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Cuts a prompt into the parts that are drawn: its stretches, or its turns, or runs of turns, so that there are never too many.</summary>
internal static class HitParts
{
    /// <summary>Most parts that are drawn.</summary>
    public const int Most = 40;

    /// <param name="blocks">The prompt.</param>
    /// <param name="tokens">Its tokens.</param>
    public static ImmutableArray<HitPart> Of(PromptShape blocks, int tokens)
    {
        if (blocks.Segments.IsDefaultOrEmpty || blocks.TotalUnits <= 0)
        {
            return [new HitPart("structure not known", 1, tokens)];
        }

        var parts = new List<(string Name, int Start)>();
        var perRun = blocks.Segments.Length <= Most ? 0 : (int)Math.Ceiling(blocks.Segments.Max(s => s.Turn) / (double)(Most / 2));
        foreach (var segment in blocks.Segments)
        {
            var name = NameOf(segment, perRun);
            if (parts.Count == 0 || parts[^1].Name != name)
            {
                parts.Add((name, Math.Clamp(segment.StartUnit, 0, blocks.TotalUnits)));
            }
        }

        // Only turns are put together: what comes before the first may still be too much.
        if (parts.Count > Most)
        {
            parts[Most - 1] = ("the rest", parts[Most - 1].Start);
            parts.RemoveRange(Most, parts.Count - Most);
        }

        return [.. parts.Select((part, i) => Part(part.Name, i == 0 ? 0 : part.Start, i + 1 < parts.Count ? parts[i + 1].Start : blocks.TotalUnits))];

        HitPart Part(string name, int start, int end)
        {
            var share = Math.Max(0, end - start) / (double)blocks.TotalUnits;
            return new HitPart(name, share, (int)Math.Round(share * tokens));
        }
    }

    /// <param name="segment">A stretch.</param>
    /// <param name="perRun">How many turns are one part; 0 when each stretch is its own.</param>
    private static string NameOf(in PromptSegment segment, int perRun)
    {
        if (segment.Turn == 0 || perRun == 0)
        {
            return segment.Turn == 0 ? PromptStructure.NameOf(segment.Part) : $"turn {segment.Turn} {PromptStructure.NameOf(segment.Part)}";
        }

        var first = ((segment.Turn - 1) / perRun * perRun) + 1;
        return perRun == 1 ? $"turn {first}" : $"turns {first} to {first + perRun - 1}";
    }
}
