using System.Globalization;
using System.Text;
using Plotly.Blazor;
using Plotly.Blazor.Traces;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>A map as the trace Plotly draws.</summary>
internal static class MapTrace
{
    private const string Template = "%{text}<extra></extra>";

    /// <param name="map">What to draw; not empty.</param>
    /// <param name="treemap">Nested areas instead of layers.</param>
    /// <param name="revision">Changes when the chart has to forget what was zoomed by hand.</param>
    /// <param name="byAge">Coloured by age, not by heat.</param>
    public static ITrace Of(PrefixMap map, bool treemap, string revision, bool byAge = false)
    {
        var nodes = map.Nodes;
        var ids = nodes.Select(n => (object)n.Id).ToList();
        var labels = nodes.Select(n => (object)Encode(n.Label)).ToList();
        var parents = nodes.Select(n => (object)n.Parent).ToList();
        var values = nodes.Select(n => (object)n.Tokens).ToList();
        var hover = nodes.Select(n => (object)Hover(n)).ToList();
        var colours = nodes.Select(n => (object)Colour(n, byAge)).ToList();
        return treemap
            ? new TreeMap
            {
                Ids = ids,
                Labels = labels,
                Parents = parents,
                Values = values,
                Text = hover,
                HoverTemplate = Template,
                TextInfo = Plotly.Blazor.Traces.TreeMapLib.TextInfoFlag.Label,
                BranchValues = Plotly.Blazor.Traces.TreeMapLib.BranchValuesEnum.Total,
                Marker = new() { Colors = colours, Line = new() { Width = 1, Color = "rgba(0,0,0,.35)" } },
                PathBar = new() { Visible = false },
                OutsideTextFont = new() { Color = OnRoot(nodes[0], byAge) },
                Sort = false,
                UiRevision = revision,
            }
            : new Icicle
            {
                Ids = ids,
                Labels = labels,
                Parents = parents,
                Values = values,
                Text = hover,
                HoverTemplate = Template,
                TextInfo = Plotly.Blazor.Traces.IcicleLib.TextInfoFlag.Label,
                BranchValues = Plotly.Blazor.Traces.IcicleLib.BranchValuesEnum.Total,
                Marker = new() { Colors = colours, Line = new() { Width = 1, Color = "rgba(0,0,0,.35)" } },
                PathBar = new() { Visible = false },
                Leaf = new() { Opacity = 1 },
                OutsideTextFont = new() { Color = OnRoot(nodes[0], byAge) },
                Tiling = new() { Orientation = Plotly.Blazor.Traces.IcicleLib.TilingLib.OrientationEnum.V },
                Sort = false,
                UiRevision = revision,
            };
    }

    /// <summary>Equal for two maps that look the same: then nothing is sent to the browser.</summary>
    public static int Signature(PrefixMap map, bool byAge = false)
    {
        var hash = new HashCode();
        foreach (var node in map.Nodes)
        {
            hash.Add(node.Id);
            hash.Add(node.Parent);
            hash.Add(node.Label);
            hash.Add(node.Tokens);
            hash.Add(Colour(node, byAge));
            hash.Add(node.Run?.Hits);
            hash.Add(node.Run?.Holders.Length);
        }

        return hash.ToHashCode();
    }

    public static string Colour(MapNode node, bool byAge = false) => node.Run is { } run ? AgeScale.Of(run, byAge).Colour : HeatScale.Neutral;

    // Plotly picks readable text for every box but the outermost one.
    private static string OnRoot(MapNode root, bool byAge) =>
        root.Run is { } run && (byAge ? run.Age < TimeSpan.FromMinutes(10) : run.HitsPerMinute >= HeatScale.Light) ? "#10161c" : "#ffffff";

    private static string Hover(MapNode node)
    {
        if (node.Run is not { } run)
        {
            return $"<b>{Encode(node.Label)}</b><br>{Figures.Count(node.Tokens)} tokens{(node.IsOther ? ", too small to show one by one" : "")}";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<b>{Encode(run.Name)}</b><br>{Encode(run.Namespace)}");
        if (run.Preview is { } preview)
        {
            text.Append(CultureInfo.InvariantCulture, $"<br><i>{Encode(preview)}</i>");
        }

        text.Append(CultureInfo.InvariantCulture, $"<br>{Figures.Count(run.Tokens)} tokens, {Figures.Count(run.SubtreeTokens)} with all below");
        text.Append(CultureInfo.InvariantCulture, $"<br>{Figures.Count(run.Hits)} hits, {run.HitsPerMinute:0.#} a minute, first seen {Figures.Age(run.Age)} ago");
        text.Append(CultureInfo.InvariantCulture, $"<br>held by {Encode(Holders(run))}");
        return text.ToString();
    }

    public static string Holders(PrefixNodeView run) => run.Holders.IsEmpty ? "nobody" : string.Join(", ", run.Holders.Select(h => h.Worker.Value));

    // Plotly reads a small HTML of its own in labels and knows few entities; names and labels are text.
    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
