using System.Collections.Immutable;
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
    private const string Template = "<b>%{label}</b><br>%{text}<extra></extra>";

    /// <param name="map">What to draw.</param>
    /// <param name="byAge">Coloured by age, not by heat.</param>
    public static ImmutableArray<MapBox> Boxes(PrefixMap map, bool byAge) =>
        [.. map.Nodes.Select(n => new MapBox(n.Id, n.Parent, Encode(n.Label), n.Tokens, Hover(n), Colour(n, byAge)))];

    /// <param name="boxes">What to draw; not empty.</param>
    /// <param name="outside">Colour of text on the outermost box, see <see cref="TextColour"/>.</param>
    /// <param name="treemap">Nested areas instead of layers.</param>
    /// <param name="revision">Changes when the chart has to forget what was zoomed by hand.</param>
    public static ITrace Of(ImmutableArray<MapBox> boxes, string outside, bool treemap, string revision)
    {
        var ids = boxes.Select(b => (object)b.Id).ToList();
        var labels = boxes.Select(b => (object)b.Label).ToList();
        var parents = boxes.Select(b => (object)b.Parent).ToList();
        var values = boxes.Select(b => (object)b.Tokens).ToList();
        var hover = boxes.Select(b => (object)b.Hover).ToList();
        var colours = boxes.Select(b => (object)b.Colour).ToList();
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
                OutsideTextFont = new() { Color = outside },
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
                OutsideTextFont = new() { Color = outside },
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

    /// <summary>Of readable text on a box. Plotly picks its own for every box but the outermost one.</summary>
    public static string TextColour(MapNode node, bool byAge) =>
        node.Run is { } run && (byAge ? run.Age < TimeSpan.FromMinutes(10) : run.HitsPerMinute >= HeatScale.Light) ? "#10161c" : "#ffffff";

    private static string Hover(MapNode node)
    {
        if (node.Run is not { } run)
        {
            return $"{Figures.Count(node.Tokens)} tokens{(node.IsOther ? ", too small to show one by one" : "")}";
        }

        var text = new StringBuilder();
        text.Append(Encode(run.Namespace));
        if (run.Preview is { } preview)
        {
            text.Append(CultureInfo.InvariantCulture, $"<br><i>{Encode(preview)}</i>");
        }

        text.Append(CultureInfo.InvariantCulture, $"<br>{Figures.Count(run.Tokens)} tokens, {Figures.Count(run.SubtreeTokens)} with all below");
        text.Append(CultureInfo.InvariantCulture, $"<br>{Figures.Count(run.Hits)} hits, {Encode(Rate(run))}, first seen {Encode(AgeScale.Of(run.Age).Label)} ago");
        text.Append(CultureInfo.InvariantCulture, $"<br>held by {Encode(Holders(run))}");
        return text.ToString();
    }

    // Rate and age in the steps of the colours: a mean that fades and a clock that runs would make every box another one, every time.
    private static string Rate(PrefixNodeView run) => HeatScale.Of(run.HitsPerMinute) is var step && step == HeatScale.Steps[0] ? step.Label : $"{step.Label} a minute";

    public static string Holders(PrefixNodeView run) => run.Holders.IsEmpty ? "nobody" : string.Join(", ", run.Holders.Select(h => h.Worker.Value));

    // Plotly reads a small HTML of its own in labels and knows few entities; names and labels are text.
    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
