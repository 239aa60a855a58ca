using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;

namespace PrefixConsole.Components.Charts;

/// <summary>Workers × time: a line per worker, darker or brighter where the share is higher.</summary>
public sealed partial class HeatChart
{
    /// <summary>Bound of the lines drawn: more cannot be told apart.</summary>
    public const int MaxRows = 40;

    private PlotlyChart? _chart;
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private int _signature;
    private bool _ready;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public string Unit { get; set; } = "";

    [Parameter, EditorRequired]
    public required IReadOnlyList<HeatRow> Rows { get; set; }

    /// <summary>When the newest cell ends, and how long a cell is.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset End { get; set; }

    [Parameter, EditorRequired]
    public required TimeSpan Cell { get; set; }

    [Parameter]
    public bool Dark { get; set; }

    private int Height => 44 + (22 * Math.Clamp(Rows.Count, 2, MaxRows));

    protected override async Task OnParametersSetAsync()
    {
        // Names too: another order or filter of the same moment is another picture.
        var hash = new HashCode();
        hash.Add(End);
        hash.Add(Dark);
        hash.Add(Title);
        foreach (var row in Rows)
        {
            hash.Add(row.Name);
        }

        var signature = hash.ToHashCode();
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
        var rows = Rows.Take(MaxRows).ToArray();
        var cells = rows.Length == 0 ? 0 : rows[0].Cells.Count;
        var ms = Cell.TotalMilliseconds;
        var end = End.ToUnixTimeMilliseconds();
        _data.Clear();
        _data.Add(new HeatMap
        {
            X = [.. Enumerable.Range(0, cells).Select(i => (object)(long)(end - ((cells - i - 0.5) * ms)))],
            Y = [.. rows.Select(r => (object)r.Name)],
            Z = [.. rows.Select(r => (object)r.Cells.Select(c => c is { } share ? Math.Round(share, 3) : (double?)null).ToArray())],
            ZMin = 0,
            ZMax = 1,
            ColorScale = new object[] { new object[] { 0, Dark ? "#222b35" : "#f1f3f5" }, new object[] { 1, colors.Heat } },
            ShowScale = false,
            XGap = 1,
            YGap = 2,
            HoverOnGaps = false,
            HoverTemplate = "%{y} · %{x|%H:%M:%S} UTC<br>%{z:.0%}<extra></extra>",
        });
        _layout.PaperBgColor = "rgba(0,0,0,0)";
        _layout.PlotBgColor = "rgba(0,0,0,0)";
        _layout.Margin = new Margin { L = 76, R = 8, T = 4, B = 24 };
        _layout.Font = new Font { Size = 11, Color = colors.Text };
        _layout.XAxis =
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
        _layout.YAxis =
        [
            new YAxis
            {
                // Names that look like numbers stay names.
                Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category,
                AutoRange = Plotly.Blazor.LayoutLib.YAxisLib.AutoRangeEnum.Reversed,
                ShowGrid = false,
            },
        ];
        _layout.UiRevision = Title;
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
