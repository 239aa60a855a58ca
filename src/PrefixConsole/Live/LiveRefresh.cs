using Microsoft.Extensions.Logging.Abstractions;

namespace PrefixConsole.Live;

/// <summary>
/// Turns any number of signals into at most one render per interval. The first signal after a quiet interval renders at once;
/// those that come before the interval is over are covered by one render at its end, so the last change is always shown.
/// Renders never overlap: an interval starts again when a render has ended, which is the back-pressure for a slow circuit.
/// </summary>
/// <remarks>
/// A component makes one per page, hands <see cref="Signal"/> to the sources it subscribes to, and disposes of both. The render
/// runs on a pool thread; a component passes <c>() =&gt; InvokeAsync(StateHasChanged)</c>.
/// </remarks>
public sealed partial class LiveRefresh : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Func<Task> _render;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private long _lastEnd;
    private bool _everRendered;
    private bool _dirty;
    private bool _rendering;
    private bool _scheduled;
    private bool _paused;
    private bool _disposed;

    /// <param name="time">Clock of the interval.</param>
    /// <param name="interval">Shortest time between two renders; zero or more.</param>
    /// <param name="render">What to do; its exceptions are logged and do not stop the refresh.</param>
    /// <param name="log">Where failures go; nowhere when null.</param>
    public LiveRefresh(TimeProvider time, TimeSpan interval, Func<Task> render, ILogger? log = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        _time = time;
        _interval = interval;
        _render = render;
        _log = log ?? NullLogger.Instance;
        _timer = time.CreateTimer(static state => ((LiveRefresh)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>While true nothing renders; signals are remembered and rendered once after it ends.</summary>
    public bool Paused
    {
        get
        {
            lock (_gate)
            {
                return _paused;
            }
        }

        set
        {
            lock (_gate)
            {
                _paused = value;
                ScheduleIfDue();
            }
        }
    }

    public bool IsDisposed
    {
        get
        {
            lock (_gate)
            {
                return _disposed;
            }
        }
    }

    /// <summary>
    /// Something changed, which others see already. From any thread, also after <see cref="Dispose"/>. Costs one look while an earlier
    /// signal waits: sources signal for each request.
    /// </summary>
    public void Signal()
    {
        if (Volatile.Read(ref _dirty))
        {
            return;
        }

        lock (_gate)
        {
            _dirty = true;
            ScheduleIfDue();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void ScheduleIfDue()
    {
        if (!_dirty || _paused || _disposed || _rendering || _scheduled)
        {
            return;
        }

        var wait = _everRendered ? _interval - _time.GetElapsedTime(_lastEnd) : TimeSpan.Zero;
        _scheduled = true;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _scheduled = false;
            if (!_dirty || _paused || _disposed || _rendering)
            {
                return;
            }

            _dirty = false;
            _rendering = true;
        }

        // A signal that still found it dirty wrote before that: the render must read after this.
        Interlocked.MemoryBarrier();
        _ = RenderAsync();
    }

    private async Task RenderAsync()
    {
        try
        {
            await _render();
        }
        catch (ObjectDisposedException)
        {
            // The circuit or component went away between the signal and the render.
        }
#pragma warning disable CA1031 // a failing render must not end the refresh of the page
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogRenderFailed(_log, error);
        }
        finally
        {
            lock (_gate)
            {
                _rendering = false;
                _everRendered = true;
                _lastEnd = _time.GetTimestamp();
                ScheduleIfDue();
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A live refresh failed to render", EventName = "LiveRefreshFailed")]
    private static partial void LogRenderFailed(ILogger logger, Exception error);
}
