using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Layout;

public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _keys;
    private bool _help;
    private bool _simulated;

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required IJSRuntime Js { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

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
                    Navigation.NavigateTo(page);
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
        if (firstRender)
        {
            Session.IsDark = await Js.InvokeAsync<bool>("prefixConsole.isDark");
            _self = DotNetObjectReference.Create(this);
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "/js/keys.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("listen", _self);
        }
    }

    private async Task ToggleThemeAsync()
    {
        Session.IsDark = !Session.IsDark;
        await Js.InvokeVoidAsync("prefixConsole.setDark", Session.IsDark);
    }

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        _simulated = Registry.Workers.Any(w => w.Config.Simulated);
        StateHasChanged();
    });
}
