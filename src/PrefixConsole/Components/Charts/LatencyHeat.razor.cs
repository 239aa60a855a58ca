using System.Globalization;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Charts;

/// <summary>
/// How latencies are spread, over time: a column per stretch of time, a line per <see cref="LatencyBins">bin</see>, darker or brighter where more
/// requests lie. Two humps, or a tail that appears, are seen here and in no percentile.
/// </summary>
public sealed partial class LatencyHeat
{
    private long _all;

    /// <summary>Oldest first, all as long as <see cref="Cell"/>.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<(DateTimeOffset End, IReadOnlyList<int> Counts)> Cells { get; set; }

    [Parameter, EditorRequired]
    public required TimeSpan Cell { get; set; }

    /// <summary>Time shown, up to the last cell.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Said while there is nothing to draw.</summary>
    [Parameter]
    public string None { get; set; } = "Nothing was measured.";

    [Parameter]
    public int Height { get; set; } = 210;

    /// <summary>Bins that hold something, over all cells, shortest latency first.</summary>
    private IReadOnlyList<(int Bin, long Count)> Table { get; set; } = [];

    protected override Task OnParametersSetAsync()
    {
        Table =
        [
            .. from bin in Enumerable.Range(0, LatencyBins.Count)
               let count = Cells.Sum(c => (long)c.Counts[bin])
               where count > 0
               select (bin, count),
        ];
        _all = Table.Sum(row => row.Count);
        return base.OnParametersSetAsync();
    }

    private protected override void AddTo(ref HashCode hash)
    {
        hash.Add(Cells.Count == 0 ? default : Cells[^1].End);
        hash.Add(_all);
        hash.Add(Marks.Count);
    }

    private protected override void Draw(ChartColors colors)
    {
        if (Table.Count == 0)
        {
            return;
        }

        var bins = Enumerable.Range(Table[0].Bin, Table[^1].Bin - Table[0].Bin + 1).ToArray();
        var end = Cells[^1].End;
        Data.Add(new HeatMap
        {
            X = [.. Cells.Select(c => (object)(c.End - (Cell / 2)).ToUnixTimeMilliseconds())],
            Y = [.. bins.Select(bin => (object)Ends(bin))],
            // By order of magnitude: a few slow requests must be seen beside thousands of fast ones.
            Z = [.. bins.Select(bin => (object)Cells.Select(c => c.Counts[bin] == 0 ? (double?)null : Math.Round(Math.Log(1 + c.Counts[bin]), 2)).ToArray())],
            CustomData = [.. bins.Select(bin => (object)Cells.Select(c => c.Counts[bin]).ToArray())],
            ZMin = 0,
            ZMax = (decimal)Math.Log(1 + Math.Max(1, Cells.Max(c => c.Counts.Max()))),
            ColorScale = colors.Shades,
            ShowScale = false,
            XGap = 1,
            YGap = 1,
            HoverOnGaps = false,
            HoverTemplate = "%{x|%H:%M:%S} UTC<br>from %{y}: %{customdata} requests<extra></extra>",
        });
        MarkLines.Draw(Layout, Marks, Away, end, Window, colors);
        Layout.Margin = new Margin { L = 56, R = 10, T = 18, B = 22 };
        Layout.XAxis =
        [
            new XAxis
            {
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                TickFormat = "%H:%M",
                NTicks = 6,
                ShowGrid = false,
                Range = [(end - Window).ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds()],
            },
        ];
        Layout.YAxis = [new YAxis { Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category, NTicks = 8, ShowGrid = false }];
    }

    private static string Ends(int bin) => LatencyBins.LowerEnd(bin) switch
    {
        < 1 and var ms => string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms"),
        < 10 and var ms => string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms"),
        var ms => Figures.Duration(TimeSpan.FromMilliseconds(ms)),
    };
}
