using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Charts;

/// <summary>
/// How latencies are spread, over time: a column per stretch of time, a line per step of its scale, darker or brighter where more
/// requests lie. Two humps, or a tail that appears, are seen here and in no percentile.
/// </summary>
public sealed partial class LatencyHeat
{
    private const int MostWithGaps = 60;

    private long _all;

    [Parameter, EditorRequired]
    public required LatencyCells Spread { get; set; }

    /// <summary>Where the time shown ends; null: at the last cell.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Length of the time shown.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Said while there is nothing to draw.</summary>
    [Parameter]
    public string None { get; set; } = "Nothing was measured.";

    [Parameter]
    public int Height { get; set; } = 210;

    /// <summary>Steps that hold something, over all cells, shortest latency first.</summary>
    private IReadOnlyList<(int Step, long Count)> Table { get; set; } = [];

    private IReadOnlyList<(DateTimeOffset End, IReadOnlyList<long> Counts)> Cells => Spread.Columns;

    protected override Task OnParametersSetAsync()
    {
        Table =
        [
            .. from step in Enumerable.Range(0, Spread.Scale.Count)
               let count = Cells.Sum(c => c.Counts[step])
               where count > 0
               select (step, count),
        ];
        _all = Table.Sum(row => row.Count);
        return base.OnParametersSetAsync();
    }

    /// <summary>Where the step ends below which <paramref name="share"/> of the requests lie.</summary>
    private string Within(IReadOnlyList<long> counts, double share)
    {
        var (wanted, sum) = (Math.Ceiling(counts.Sum() * share), 0L);
        for (var step = 0; wanted > 0 && step < counts.Count; step++)
        {
            sum += counts[step];
            if (sum >= wanted)
            {
                return Spread.Scale.Name(step + 1);
            }
        }

        return Figures.Missing;
    }

    private protected override void AddTo(ref HashCode hash)
    {
        hash.Add(Cells.Count == 0 ? default : Cells[^1].End);
        hash.Add(Until);
        hash.Add(Window);
        hash.Add(_all);
        hash.Add(Marks.Count);
    }

    private protected override void Draw(ChartColors colors)
    {
        if (Table.Count == 0)
        {
            return;
        }

        var steps = Enumerable.Range(Table[0].Step, Table[^1].Step - Table[0].Step + 1).ToArray();
        var end = Until ?? Cells[^1].End;
        Data.Add(new HeatMap
        {
            X = [.. Cells.Select(c => (object)(c.End - (Spread.Cell / 2)).ToUnixTimeMilliseconds())],
            Y = [.. steps.Select(step => (object)Spread.Scale.Name(step))],
            // By order of magnitude: a few slow requests must be seen beside thousands of fast ones.
            Z = [.. steps.Select(step => (object)Cells.Select(c => c.Counts[step] == 0 ? (double?)null : Math.Round(Math.Log(1 + c.Counts[step]), 2)).ToArray())],
            CustomData = [.. steps.Select(step => (object)Cells.Select(c => c.Counts[step]).ToArray())],
            ZMin = 0,
            ZMax = (decimal)Math.Log(1 + Math.Max(1, Cells.Max(c => c.Counts.Max()))),
            ColorScale = colors.Shades,
            ShowScale = false,
            // A gap is wider than a cell when there are many.
            XGap = Window / Spread.Cell <= MostWithGaps ? 1 : 0,
            YGap = 1,
            HoverOnGaps = false,
            HoverTemplate = "%{x|%d %b %H:%M:%S} UTC<br>from %{y}: %{customdata} requests<extra></extra>",
        });
        MarkLines.Draw(Layout, Marks, Away, end, Window, colors);
        Layout.Margin = new Margin { L = 56, R = 10, T = 18, B = 22 };
        Layout.XAxis =
        [
            new XAxis
            {
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                TickFormat = Window > TimeSpan.FromHours(36) ? "%d %b" : "%H:%M",
                NTicks = 6,
                ShowGrid = false,
                Range = [(end - Window).ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds()],
            },
        ];
        Layout.YAxis = [new YAxis { Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category, NTicks = 8, ShowGrid = false }];
    }
}
