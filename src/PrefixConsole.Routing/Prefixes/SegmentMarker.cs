using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>Notes in which block each segment of a prompt starts while the prompt is being cut.</summary>
internal struct SegmentMarker
{
    private readonly int[] _positions;
    private int _next;

    public SegmentMarker(ImmutableArray<PromptSegment> segments)
    {
        Segments = segments.IsDefault ? [] : segments;
        _positions = Segments.IsEmpty ? [] : new int[Segments.Length];
    }

    public ImmutableArray<PromptSegment> Segments { get; }

    /// <summary>False once every segment has its position: no block needs to be shown any more.</summary>
    public readonly bool IsPending => _next < _positions.Length;

    /// <summary>Block <paramref name="index"/> covers units from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public void Block(int index, int start, int end)
    {
        while (_next < _positions.Length && Segments[_next].StartUnit < end)
        {
            _positions[_next] = (2 * index) + (Segments[_next].StartUnit > start ? 1 : 0);
            _next++;
        }
    }

    /// <summary>Segments that start behind the last full block get the position of the block after it.</summary>
    public ImmutableArray<int> Finish(int blocks)
    {
        _positions.AsSpan(_next).Fill(2 * blocks);
        return ImmutableCollectionsMarshal.AsImmutableArray(_positions);
    }
}
