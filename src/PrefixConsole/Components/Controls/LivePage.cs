using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Layout;
using PrefixConsole.Live;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// A page that shows live data: reads a snapshot, renders, and does so again at most once per interval when a source signals,
/// unless the session is paused.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private LiveRefresh? _refresh;

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Inject]
    public required ILoggerFactory Logs { get; set; }

    /// <summary>Shortest time between two renders.</summary>
    protected abstract TimeSpan Interval { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Session.Changed -= OnSessionChanged;
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        _refresh?.Dispose();
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract void Read();

    /// <summary>Subscribes to a source that calls the given signal.</summary>
    protected void Follow(Func<Action, IDisposable> subscribe) => _subscriptions.Add(subscribe(Refresh.Signal));

    /// <summary>Makes the page read again soon.</summary>
    protected void Signal() => Refresh.Signal();

    protected override void OnInitialized() => Session.Changed += OnSessionChanged;

    protected override void OnParametersSet() => Read();

    private LiveRefresh Refresh => _refresh ??= new LiveRefresh(
        Time, Interval, () => InvokeAsync(ReadAndRender), Logs.CreateLogger(GetType()))
    { Paused = Session.Still };

    private void ReadAndRender()
    {
        Read();
        StateHasChanged();
    }

    private void OnSessionChanged() => _ = InvokeAsync(() =>
    {
        Refresh.Paused = Session.Still;
        StateHasChanged();
    });
}
