using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.Interop;
using Plotly.Blazor.LayoutLib;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using ChartLayout = Plotly.Blazor.Layout;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>The map drawn by Plotly; when it would look different, what has changed of it is sent to the browser.</summary>
public sealed partial class PrefixChart
{
    private PlotlyChart? _chart;
    private IList<ITrace> _data = [];
    private ChartLayout _layout = new();
    private (bool TreeMap, bool ByAge, string Scope, bool Dark)? _shown;
    private int _signature;
    private ImmutableArray<MapBox> _boxes = [];
    private bool _ready;
    private bool _stale;

    private bool _sketched;

    [Inject]
    public required IJSRuntime Js { get; set; }

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Parameter, EditorRequired]
    public required PrefixMap Map { get; set; }

    /// <summary>Nested areas instead of layers.</summary>
    [Parameter]
    public bool TreeMap { get; set; }

    /// <summary>Coloured by age, not by heat.</summary>
    [Parameter]
    public bool ByAge { get; set; }

    /// <summary>Names what is shown: a change of it forgets what was zoomed by hand.</summary>
    [Parameter]
    public string Scope { get; set; } = "";

    [Parameter]
    public bool Dark { get; set; }

    [Parameter]
    public EventCallback<MapNode> OnClick { get; set; }

    // Once only: the sketch stays until the chart covers it.
    protected override void OnInitialized() => _sketched = !Session.HasChartLibrary;

    private string StyleOf(SketchBox box) =>
        $"left:{Figures.Css(box.Left)}%;top:{Figures.Css(box.Top)}%;width:{Figures.Css(box.Width)}%;height:{Figures.Css(box.Height)}%;background:{MapTrace.Colour(box.Node, ByAge)};color:{MapTrace.TextColour(box.Node, ByAge)}";

    protected override async Task OnParametersSetAsync()
    {
        var (signature, shown) = (MapTrace.Signature(Map, ByAge), (TreeMap, ByAge, Scope, Dark));
        if (_shown == shown && _signature == signature)
        {
            return;
        }

        var (before, boxes, outside) = (_boxes, MapTrace.Boxes(Map, ByAge), MapTrace.TextColour(Map.Nodes[0], ByAge));
        var patched = _ready && !_stale && _shown == shown;

        // The first drawing comes with the first render; list and layout stay the same objects, the chart sends what they hold.
        _stale = _shown is not null && !patched;
        (_shown, _signature, _boxes) = (shown, signature, boxes);
        _data.Clear();
        _data.Add(MapTrace.Of(boxes, outside, TreeMap, Scope));
        _layout.PaperBgColor = "rgba(0,0,0,0)";
        _layout.Margin = new Margin { L = 0, R = 0, T = 0, B = 0 };
        _layout.Font = new Font { Size = 12 };
        _layout.UiRevision = Scope;
        try
        {
            if (patched && !await Js.InvokeAsync<bool>("prefixMap.patch", _chart!.Id, MapPatch.Of(before, boxes), outside))
            {
                // The browser has no such map any more, or none yet: it is sent the whole.
                _stale = true;
            }

            await DrawAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
        }
    }

    // Once Plotly owns the element, only React changes it.
    protected override bool ShouldRender() => !_ready;

    private async Task ReadyAsync()
    {
        _ready = true;
        await _chart!.SubscribeClickEvent();
        await DrawAsync();
    }

    private async Task DrawAsync()
    {
        if (_ready && _stale && _chart is { } chart)
        {
            _stale = false;
            await chart.React();
        }
    }

    /// <summary>Plotly tells only the number of the box.</summary>
    private async Task ClickedAsync(IEnumerable<EventDataPoint> points)
    {
        if (int.TryParse(points.FirstOrDefault()?.PointNumber?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var index)
            && index >= 0 && index < Map.Nodes.Length)
        {
            await OnClick.InvokeAsync(Map.Nodes[index]);
        }
    }
}
