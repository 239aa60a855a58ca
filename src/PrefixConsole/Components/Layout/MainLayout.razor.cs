using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Layout;

public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _keys;
    private bool _help;
    private bool _simulated;
    private bool _lookKnown;
    private Look _look;

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required IOptions<ConsoleOptions> Options { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required IJSRuntime Js { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    private string LookSign => _look switch { Look.System => "◐", Look.Light => "☀", _ => "☾" };

    private string LookTitle => _look switch
    {
        Look.System => "Look: as the system. Use the light look",
        Look.Light => "Look: light. Use the dark look",
        _ => "Look: dark. Follow the system",
    };

    /// <summary>The system switched between light and dark while it is followed.</summary>
    [JSInvokable]
    public void OnSystemLook(bool dark) => Session.IsDark = dark;

    /// <summary>The tab came to the front, or left it.</summary>
    [JSInvokable]
    public void OnVisible(bool visible) => Session.Hidden = !visible;

    /// <summary>Keys that act on the whole console; the script has left out those typed into a field.</summary>
    [JSInvokable]
    public void OnKey(string key)
    {
        switch (key)
        {
            case "?":
                _help = !_help;
                break;
            case "Escape":
                _help = false;
                break;
            case " ":
                Session.Paused = !Session.Paused;
                break;
            default:
                if (Shortcuts.PageOf(key) is { } page)
                {
                    Navigation.NavigateTo(Navigation.KeepRange(page, Time));
                }

                break;
        }

        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        Session.Changed -= OnChanged;
        Registry.Changed -= OnChanged;
        try
        {
            if (_keys is not null)
            {
                await Js.InvokeVoidAsync("prefixConsole.watch", null);
                await _keys.InvokeVoidAsync("dispose");
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone and taken its script with it.
        }

        _self?.Dispose();
    }

    protected override void OnInitialized()
    {
        Session.Changed += OnChanged;
        Registry.Changed += OnChanged;
        _simulated = Registry.Workers.Any(w => w.Config.Simulated);
    }

    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _look = Enum.TryParse<Look>(await Js.InvokeAsync<string?>("prefixConsole.look"), ignoreCase: true, out var kept) ? kept : Look.System;
            Session.IsDark = await Js.InvokeAsync<bool>("prefixConsole.isDark");
            _self = DotNetObjectReference.Create(this);
            _lookKnown = true;
            StateHasChanged();
            await Js.InvokeVoidAsync("prefixConsole.watch", _self);
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "/js/keys.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("listen", _self);
            Session.HasChartLibrary = await ChartLibrary.PrepareAsync(Js);
        }
        catch (JSDisconnectedException)
        {
            // The browser left before it had loaded the page.
        }
    }

    private async Task NextLookAsync()
    {
        _look = (Look)(((int)_look + 1) % 3);
        Session.IsDark = await Js.InvokeAsync<bool>("prefixConsole.setLook", _look.ToString().ToLowerInvariant());
    }

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        _simulated = Registry.Workers.Any(w => w.Config.Simulated);
        StateHasChanged();
    });
}
