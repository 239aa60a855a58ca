using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace PrefixConsole.Components.Charts;

/// <summary>Lines over the last minutes, with a table behind them. At most 300 points a line. Times are UTC.</summary>
public sealed partial class TimeChart
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<DateTimeOffset> Times { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartSeries> Series { get; set; }

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Upper end of the axis; null: as the data needs.</summary>
    [Parameter]
    public double? Maximum { get; set; }

    /// <summary>Where the time shown ends; null: at the last point.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Length of the time shown. All of it, so that the axis does not run while a series is young.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public int Height { get; set; } = 170;

    private protected override void AddTo(ref HashCode hash)
    {
        // Values too: the same moments of another worker are another picture.
        hash.Add(Times.Count);
        hash.Add(End);
        hash.Add(Window);
        foreach (var mark in Marks)
        {
            hash.Add(mark);
        }

        foreach (var series in Series)
        {
            hash.Add(series.Name);
            foreach (var value in series.Values)
            {
                hash.Add(value);
            }
        }
    }

    private bool IsLong => Window >= TimeSpan.FromDays(1) || (Times.Count > 0 && Times[^1] - Times[0] >= TimeSpan.FromDays(1));

    private DateTimeOffset End => Until ?? (Times.Count == 0 ? default : Times[^1]);

    private protected override void Draw(ChartColors colors)
    {
        List<object> x = [.. Times.Select(t => (object)t.ToUnixTimeMilliseconds())];
        foreach (var series in Series)
        {
            Data.Add(new Scatter
            {
                Name = series.Name,
                X = x,
                Y = [.. series.Values.Select(v => v is { } value ? (object)Math.Round(value, 2) : null!)],
                Mode = ModeFlag.Lines,
                ConnectGaps = false,
                Line = new Line { Color = colors[series.Color], Width = 1.6m, Dash = series.Dashed ? "dash" : "solid" },
            });
        }

        MarkLines.Draw(Layout, Marks, Away, End, Window, colors);
        Layout.Margin = new Margin { L = 40, R = 10, T = 18, B = 22 };
        // The legend stands in the caption, where it does not move the plot.
        Layout.ShowLegend = false;
        Layout.XAxis =
        [
            new XAxis
            {
                GridColor = colors.Grid,
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                TickFormat = Window > TimeSpan.FromHours(36) ? "%d %b" : "%H:%M",
                HoverFormat = IsLong ? "%Y-%m-%d %H:%M:%S UTC" : "%H:%M:%S UTC",
                NTicks = 6,
                Range = Times.Count == 0 ? null : [(End - Window).ToUnixTimeMilliseconds(), End.ToUnixTimeMilliseconds()],
            },
        ];
        Layout.YAxis = [new YAxis { GridColor = colors.Grid, ZeroLine = false, NTicks = 5, RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero, Range = Maximum is { } top ? [0, top] : null }];
    }

    /// <summary>Newest first.</summary>
    private IEnumerable<(DateTimeOffset At, double?[] Values)> Rows()
    {
        for (var i = Times.Count - 1; i >= 0; i--)
        {
            yield return (Times[i], [.. Series.Select(s => s.Values[i])]);
        }
    }
}
