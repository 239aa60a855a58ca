using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using PrefixConsole.Components.Layout;

namespace PrefixConsole.Components.Charts;

/// <summary>A figure that Plotly draws, sent to the browser again only when what it shows has changed: a page renders for other reasons too.</summary>
public abstract class DrawnChart : ComponentBase
{
    private int _signature;
    private bool _ready;

    internal static Config Config { get; } = new() { Responsive = true, DisplayModeBar = Plotly.Blazor.ConfigLib.DisplayModeBarEnum.False };

    [Parameter]
    public bool Dark { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public string Unit { get; set; } = "";

    /// <summary>Tells when this browser was not connected; null outside a console.</summary>
    [CascadingParameter]
    public ConsoleSession? Session { get; set; }

    private protected IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Away => Session?.Away ?? [];

    /// <summary>Changes with what is drawn.</summary>
    internal int Signature => _signature;

    private protected PlotlyChart? Chart { get; set; }

    private protected IList<ITrace> Data { get; set; } = [];

    // List and layout stay the same objects; the chart sends what they hold.
    private protected Plotly.Blazor.Layout Layout { get; set; } = new();

    /// <summary>Adds to <paramref name="hash"/> what a change of must be drawn; theme and title are in it.</summary>
    private protected abstract void AddTo(ref HashCode hash);

    /// <summary>Fills the cleared <see cref="Data"/>, and axes and margin of <see cref="Layout"/>.</summary>
    private protected abstract void Draw(ChartColors colors);

    protected override async Task OnParametersSetAsync()
    {
        var hash = new HashCode();
        hash.Add(Dark);
        hash.Add(Title);
        hash.Add(Away.Count);
        AddTo(ref hash);
        var signature = hash.ToHashCode();
        if (_signature == signature)
        {
            return;
        }

        _signature = signature;
        var colors = ChartColors.Of(Dark);
        Layout.PaperBgColor = "rgba(0,0,0,0)";
        Layout.PlotBgColor = "rgba(0,0,0,0)";
        Layout.Font = new Font { Size = 11, Color = colors.Text };
        Layout.UiRevision = Title;
        Data.Clear();
        Draw(colors);
        if (_ready && Data.Count > 0)
        {
            await ReactAsync();
        }
    }

    /// <summary>Data may have arrived between the first render and the moment Plotly had drawn it.</summary>
    private protected void OnDrawn() => _ = InvokeAsync(async () =>
    {
        if (!_ready)
        {
            _ready = true;
            await ReactAsync();
        }
    });

    private async Task ReactAsync()
    {
        try
        {
            await Chart!.React();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
        }
    }
}
