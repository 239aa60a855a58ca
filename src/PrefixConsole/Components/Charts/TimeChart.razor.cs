using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace PrefixConsole.Components.Charts;

/// <summary>Lines over the last minutes, with a table behind them. At most 300 points a line. Times are UTC.</summary>
public sealed partial class TimeChart
{
    private const int TableRows = 60;

    // Marks closer than this share of the window cannot be read beside each other.
    private const double Apart = 0.1;

    private readonly List<Shape> _shapes = [];
    private readonly List<Annotation> _notes = [];
    private PlotlyChart? _chart;
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private int _signature;
    private bool _ready;

    internal static Config Config { get; } = new() { Responsive = true, DisplayModeBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum.False };

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

    /// <summary>Time shown, up to the last point. All of it, so that the axis does not run while a series is young.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public bool Dark { get; set; }

    [Parameter]
    public int Height { get; set; } = 170;

    protected override async Task OnParametersSetAsync()
    {
        // The page renders for other reasons too; a chart that has not changed is not sent again.
        var signature = HashCode.Combine(Times.Count, Times.Count == 0 ? default : Times[^1], Marks.Count, Dark, Title, Window);
        if (_signature == signature)
        {
            return;
        }

        _signature = signature;
        Draw();
        if (_ready)
        {
            await ReactAsync();
        }
    }

    private void Draw()
    {
        var colors = ChartColors.Of(Dark);
        List<object> x = [.. Times.Select(t => (object)t.ToUnixTimeMilliseconds())];
        _data.Clear();
        foreach (var series in Series)
        {
            _data.Add(new Scatter
            {
                Name = series.Name,
                X = x,
                Y = [.. series.Values.Select(v => v is { } value ? (object)Math.Round(value, 2) : null!)],
                Mode = ModeFlag.Lines,
                ConnectGaps = false,
                Line = new Line { Color = colors[series.Color], Width = 1.6m, Dash = series.Dashed ? "dash" : "solid" },
            });
        }

        DrawMarks(colors);
        _layout.PaperBgColor = "rgba(0,0,0,0)";
        _layout.PlotBgColor = "rgba(0,0,0,0)";
        _layout.Margin = new Margin { L = 40, R = 10, T = 18, B = 22 };
        _layout.Font = new Font { Size = 11, Color = colors.Text };
        // The legend stands in the caption, where it does not move the plot.
        _layout.ShowLegend = false;
        _layout.XAxis =
        [
            new XAxis
            {
                GridColor = colors.Grid,
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                TickFormat = Window > TimeSpan.FromHours(36) ? "%d %b" : "%H:%M",
                HoverFormat = "%H:%M:%S UTC",
                NTicks = 6,
                Range = Times.Count == 0 ? null : [(Times[^1] - Window).ToUnixTimeMilliseconds(), Times[^1].ToUnixTimeMilliseconds()],
            },
        ];
        _layout.YAxis = [new YAxis { GridColor = colors.Grid, ZeroLine = false, NTicks = 5, RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero, Range = Maximum is { } top ? [0, top] : null }];
        _layout.Shapes = _shapes;
        _layout.Annotations = _notes;
        _layout.UiRevision = Title;
    }

    private void DrawMarks(ChartColors colors)
    {
        _shapes.Clear();
        _notes.Clear();
        var next = DateTimeOffset.MaxValue;
        foreach (var mark in Marks.Where(m => Times.Count > 0 && m.At > Times[^1] - Window && m.At <= Times[^1]).OrderByDescending(m => m.At))
        {
            var at = mark.At.ToUnixTimeMilliseconds();
            _shapes.Add(new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                X0 = at,
                X1 = at,
                Y0 = 0,
                Y1 = 1,
                YRef = "paper",
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = colors.Text, Width = 1, Dash = "dot" },
            });
            // Of marks too close to be read beside each other the latest is named.
            if (next - mark.At < Window * Apart)
            {
                continue;
            }

            next = mark.At;
            _notes.Add(new Annotation
            {
                X = at,
                Y = 1,
                YRef = "paper",
                Text = mark.Label,
                ShowArrow = false,
                XAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left,
                YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Bottom,
                Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = 10, Color = colors.Text },
            });
        }
    }

    private async Task ReactAsync()
    {
        try
        {
            await _chart!.React();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
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
            await ReactAsync();
        }
    });
}
