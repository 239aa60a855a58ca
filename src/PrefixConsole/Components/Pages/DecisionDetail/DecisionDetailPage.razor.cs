using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Explains one decision; follows it until its request is over.</summary>
public sealed partial class DecisionDetailPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private DecisionEntry? _entry;
    private DecisionView? _shown;
    private LiveRefresh? _refresh;
    private IDisposable? _subscription;
    private bool _copied;

    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    public required DecisionLog Log { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime JS { get; set; }

    public void Dispose() => Unfollow();

    protected override void OnParametersSet()
    {
        if (_entry?.Id == Id)
        {
            return;
        }

        Unfollow();
        _copied = false;
        _entry = Log.Find(Id);
        _shown = _entry is null ? null : DecisionView.Of(_entry);
        if (_shown is { Outcome: null } && RendererInfo.IsInteractive)
        {
            _refresh = new LiveRefresh(Time, s_interval, () => InvokeAsync(Update));
            _subscription = Log.Subscribe(_refresh.Signal);

            // It may have ended between the reading and the subscription.
            _refresh.Signal();
        }
    }

    private void Update()
    {
        if (_entry is not { } entry || _shown?.Differs(entry) != true)
        {
            return;
        }

        _shown = DecisionView.Of(entry);
        if (_shown.Outcome is not null)
        {
            Unfollow();
        }

        StateHasChanged();
    }

    private void Unfollow()
    {
        _subscription?.Dispose();
        _subscription = null;
        _refresh?.Dispose();
        _refresh = null;
    }

    private async Task CopyAsync()
    {
        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", Navigation.Uri);
            _copied = true;
        }
        catch (JSException)
        {
            // Browsers offer the clipboard to secure origins and localhost only; the address bar holds the same link.
            _copied = false;
        }
    }
}
