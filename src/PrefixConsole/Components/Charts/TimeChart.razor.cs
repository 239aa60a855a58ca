using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace PrefixConsole.Components.Charts;

/// <summary>Lines over the last minutes, with a table behind them. At most 300 points a line.</summary>
public sealed partial class TimeChart
{
    private const int TableRows = 60;

    private static readonly Config s_config = new() { Responsive = true, DisplayModeBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum.False };

    private readonly List<Shape> _shapes = [];
    private PlotlyChart? _chart;
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private bool _ready;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public string Unit { get; set; } = "";

    [Parameter, EditorRequired]
    public required IReadOnlyList<DateTimeOffset> Times { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartSeries> Series { get; set; }

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Upper end of the axis; null: as the data needs.</summary>
    [Parameter]
    public double? Maximum { get; set; }

    [Parameter]
    public bool Dark { get; set; }

    [Parameter]
    public int Height { get; set; } = 170;

    protected override async Task OnParametersSetAsync()
    {
        var text = Dark ? "#9fadba" : "#55626f";
        var grid = Dark ? "#2c3641" : "#e3e8ed";
        _data.Clear();
        foreach (var series in Series)
        {
            _data.Add(new Scatter
            {
                Name = series.Name,
                X = [.. Times.Select(t => (object)t.UtcDateTime)],
                Y = [.. series.Values.Select(v => (object)v!)],
                Mode = ModeFlag.Lines,
                ConnectGaps = false,
                Line = new Line { Color = series.Color, Width = 1.6m, Dash = series.Dashed ? "dash" : "solid" },
            });
        }

        _shapes.Clear();
        foreach (var mark in Marks.Where(m => Times.Count > 0 && m.At >= Times[0]))
        {
            _shapes.Add(new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                X0 = mark.At.UtcDateTime,
                X1 = mark.At.UtcDateTime,
                Y0 = 0,
                Y1 = 1,
                YRef = "paper",
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = text, Width = 1, Dash = "dot" },
            });
        }

        _layout.PaperBgColor = "rgba(0,0,0,0)";
        _layout.PlotBgColor = "rgba(0,0,0,0)";
        _layout.Margin = new Margin { L = 46, R = 8, T = 4, B = 22 };
        _layout.Font = new Font { Size = 11, Color = text };
        _layout.ShowLegend = true;
        _layout.Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1.18m, X = 0 }];
        _layout.XAxis = [new XAxis { GridColor = grid, Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date, TickFormat = "%H:%M:%S", NTicks = 6 }];
        _layout.YAxis = [new YAxis { GridColor = grid, RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero, Range = Maximum is { } top ? [0, top] : null }];
        _layout.Shapes = _shapes;
        _layout.UiRevision = Title;
        if (_ready)
        {
            await _chart!.React();
        }
    }

    private IEnumerable<(DateTimeOffset At, double?[] Values)> LatestRows()
    {
        for (var i = Times.Count - 1; i >= Math.Max(0, Times.Count - TableRows); i--)
        {
            yield return (Times[i], [.. Series.Select(s => s.Values[i])]);
        }
    }

    // Data may have arrived between the first render and the moment Plotly had drawn it.
    private void OnDrawn() => _ = InvokeAsync(async () =>
    {
        if (!_ready)
        {
            _ready = true;
            await _chart!.React();
        }
    });
}
