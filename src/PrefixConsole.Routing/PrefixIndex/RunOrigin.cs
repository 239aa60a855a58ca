using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>What the prompt was that a run came from. Shared by all runs of that prompt, so that splits keep the names exact.</summary>
internal sealed class RunOrigin(PromptBlocks prompt, string namespaceLabel)
{
    // the arrays, not the prompt: its hashes would be kept alive
    private readonly ImmutableArray<PromptSegment> _segments = prompt.Segments.IsDefault ? [] : prompt.Segments;
    private readonly ImmutableArray<int> _positions = prompt.SegmentPositions.IsDefault ? [] : prompt.SegmentPositions;

    public string Namespace { get; } = namespaceLabel;

    public PrefixUnit Unit { get; } = prompt.Unit;

    public int BlockSize { get; } = prompt.BlockSize;

    /// <summary>The segment that covers the first unit of a block.</summary>
    public PromptSegment SegmentAtStart(int block) => At(2L * block);

    /// <summary>The segment that covers the last unit of a block.</summary>
    public PromptSegment SegmentAtEnd(int block) => At((2L * block) + 1);

    /// <summary>As <see cref="SegmentAtEnd(int)"/> for blocks asked for in order: looks at each segment once. <paramref name="cursor"/> starts at 0.</summary>
    public PromptSegment SegmentAtEnd(int block, ref int cursor)
    {
        while (cursor + 1 < _segments.Length && Position(cursor + 1) <= (2L * block) + 1)
        {
            cursor++;
        }

        return _segments.IsEmpty ? new PromptSegment(PromptPart.Prompt, 0, 0) : _segments[cursor];
    }

    private PromptSegment At(long position)
    {
        var found = 0;
        for (var i = 1; i < _segments.Length && Position(i) <= position; i++)
        {
            found = i;
        }

        return _segments.IsEmpty ? new PromptSegment(PromptPart.Prompt, 0, 0) : _segments[found];
    }

    private long Position(int segment)
    {
        if (segment < _positions.Length)
        {
            return _positions[segment];
        }

        var (block, rest) = Math.DivRem(_segments[segment].StartUnit, BlockSize);
        return (2L * block) + (rest == 0 ? 0 : 1);
    }
}
