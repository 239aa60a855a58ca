using PrefixConsole.Live;

namespace PrefixConsole.Components.Layout;

/// <summary>What all pages of one circuit share: whether live data is paused, the look, and when the browser was out of reach.</summary>
public sealed class ConsoleSession
{
    /// <summary>Times out of reach that are remembered.</summary>
    public const int AwayKept = 20;

    private readonly List<(LiveRefresh Refresh, bool EvenPaused)> _refreshes = [];
    private DateTimeOffset? _left;
    private bool _paused;
    private bool _isDark;
    private bool _hidden;

    /// <summary>Raised on the circuit's own context when anything below changed.</summary>
    public event Action? Changed;

    /// <summary>While true pages keep what they show.</summary>
    public bool Paused
    {
        get => _paused;
        set
        {
            if (_paused != value)
            {
                _paused = value;
                Hold();
                Changed?.Invoke();
            }
        }
    }

    /// <summary>The tab is in the background: nothing needs to be drawn.</summary>
    public bool Hidden
    {
        get => _hidden;
        set
        {
            if (_hidden != value)
            {
                _hidden = value;
                Hold();
                Changed?.Invoke();
            }
        }
    }

    /// <summary>The browser has taken in the chart library: a chart is there in a moment.</summary>
    public bool HasChartLibrary { get; set; }

    /// <summary>When this browser was not connected, oldest first. What was measured meanwhile is known, but nobody saw it here.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Away { get; private set; } = [];

    /// <summary>In the background, or out of reach: a circuit is kept for minutes after its browser has gone without a word, and nobody sees what it would draw.</summary>
    public bool Unseen => _hidden || _left is not null;

    /// <summary>A refresh that stands still while the session is paused, or the tab in the background or out of reach. Dispose of it with the page.</summary>
    /// <param name="time">Clock of the interval.</param>
    /// <param name="interval">Shortest time between two renders.</param>
    /// <param name="render">What to do.</param>
    /// <param name="evenPaused">Goes on while paused: for a form, which must tell what others changed meanwhile.</param>
    public LiveRefresh Refresh(TimeProvider time, TimeSpan interval, Func<Task> render, bool evenPaused = false)
    {
        _refreshes.RemoveAll(r => r.Refresh.IsDisposed);
        var refresh = new LiveRefresh(time, interval, render) { Paused = IsHeld(evenPaused) };
        _refreshes.Add((refresh, evenPaused));
        return refresh;
    }

    /// <summary>The connection to the browser broke off.</summary>
    public void Leave(DateTimeOffset at)
    {
        if (_left is not null)
        {
            return;
        }

        _left = at;
        Hold();
        Changed?.Invoke();
    }

    /// <summary>It is back.</summary>
    public void Return(DateTimeOffset at)
    {
        if (_left is not { } from)
        {
            return;
        }

        _left = null;
        Hold();
        Away = [.. Away.TakeLast(AwayKept - 1), (from, at)];
        Changed?.Invoke();
    }

    /// <summary>Pages stand still: paused, or not to be seen.</summary>
    public bool Still => Paused || Unseen;

    public bool IsDark
    {
        get => _isDark;
        set => Set(ref _isDark, value);
    }

    private void Hold()
    {
        foreach (var (refresh, evenPaused) in _refreshes)
        {
            refresh.Paused = IsHeld(evenPaused);
        }
    }

    private bool IsHeld(bool evenPaused) => evenPaused ? Unseen : Still;

    private void Set(ref bool field, bool value)
    {
        if (field != value)
        {
            field = value;
            Changed?.Invoke();
        }
    }
}
