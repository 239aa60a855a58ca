using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;

namespace PrefixConsole.Components.Charts;

/// <summary>Workers × time: a line per worker, darker or brighter where there is more.</summary>
public sealed partial class HeatChart
{
    /// <summary>Bound of the lines drawn: more cannot be told apart.</summary>
    public const int MaxRows = 40;

    [Parameter, EditorRequired]
    public required IReadOnlyList<HeatRow> Rows { get; set; }

    /// <summary>When the newest cell ends, and how long a cell is.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset End { get; set; }

    [Parameter, EditorRequired]
    public required TimeSpan Cell { get; set; }

    /// <summary>What the cells are.</summary>
    [Parameter]
    public HeatScale Scale { get; set; } = HeatScale.Share;

    /// <summary>Rows there are, when not all are given.</summary>
    [Parameter]
    public int? Of { get; set; }

    private int Whole => Of ?? Rows.Count;

    private IEnumerable<HeatRow> Drawn => Rows.Take(MaxRows);

    private int Cells => Rows.Count == 0 ? 0 : Rows[0].Cells.Count;

    private string Shades => $"background:linear-gradient(to right,{ChartColors.Of(Dark).Nothing},{ChartColors.Of(Dark).Heat})";

    private int Height => 44 + (22 * Math.Clamp(Rows.Count, 2, MaxRows));

    private protected override void AddTo(ref HashCode hash)
    {
        // Names too: another order or filter of the same moment is another picture.
        hash.Add(End);
        foreach (var row in Rows)
        {
            hash.Add(row.Name);
        }
    }

    private protected override void Draw(ChartColors colors)
    {
        var rows = Drawn.ToArray();
        var cells = Cells;
        var ms = Cell.TotalMilliseconds;
        var end = End.ToUnixTimeMilliseconds();
        Data.Add(new HeatMap
        {
            X = [.. Enumerable.Range(0, cells).Select(i => (object)(long)(end - ((cells - i - 0.5) * ms)))],
            Y = [.. rows.Select(r => (object)r.Name)],
            Z = [.. rows.Select(r => (object)r.Cells.Select(c => c is { } value ? Math.Round(value, 3) : (double?)null).ToArray())],
            ZMin = 0,
            ZMax = (decimal)Scale.Full,
            ColorScale = colors.Shades,
            ShowScale = false,
            XGap = 1,
            YGap = 2,
            HoverOnGaps = false,
            HoverTemplate = "%{y} · %{x|%H:%M:%S} UTC<br>" + Scale.Hover + "<extra></extra>",
        });
        Layout.Margin = new Margin { L = 76, R = 8, T = 4, B = 24 };
        Layout.XAxis =
        [
            new XAxis
            {
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                TickFormat = "%H:%M",
                NTicks = 6,
                ShowGrid = false,
                Range = [(long)(end - (cells * ms)), end],
            },
        ];
        Layout.YAxis =
        [
            new YAxis
            {
                // Names that look like numbers stay names.
                Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category,
                AutoRange = Plotly.Blazor.LayoutLib.YAxisLib.AutoRangeEnum.Reversed,
                ShowGrid = false,
            },
        ];
    }
}
