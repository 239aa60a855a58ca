using System.Collections.Immutable;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>
/// The icicle as it stands before the chart library draws it: a browser that has just come needs seconds to take in 4.8 MB of script, and the map need
/// not wait for it. Places are those of the library: levels of equal height, widths by tokens, children from the left edge of their parent on.
/// </summary>
internal static class MapSketch
{
    public static ImmutableArray<SketchBox> Of(ImmutableArray<MapNode> nodes)
    {
        var height = 100.0 / (nodes.Max(n => n.Depth) + 1);
        var perToken = 100.0 / Math.Max(1, nodes[0].Tokens);

        // Where the next child of a box begins.
        var next = new Dictionary<string, double>(nodes.Length) { [""] = 0 };
        var boxes = ImmutableArray.CreateBuilder<SketchBox>(nodes.Length);
        foreach (var node in nodes)
        {
            var (left, width) = (next[node.Parent], node.Tokens * perToken);
            boxes.Add(new SketchBox(node, left, node.Depth * height, width, height));
            next[node.Parent] = left + width;
            next[node.Id] = left;
        }

        return boxes.MoveToImmutable();
    }
}
