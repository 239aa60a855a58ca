using PrefixConsole.Simulation.KvEvents;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>What a worker does wrong on demand. Thread-safe; takes effect on requests that arrive later.</summary>
internal sealed class WorkerFaults
{
    private volatile TaskCompletionSource? _pause;
    private volatile bool _hang;
    private volatile int _status;
    private volatile int _dieAfter = -1;

    public KvEventFaults Events { get; } = new();

    /// <summary>Status that inference requests get; 0 for none.</summary>
    public int Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>Inference requests never get a byte.</summary>
    public bool Hang
    {
        get => _hang;
        set => _hang = value;
    }

    /// <summary>Chunks after which a connection breaks; negative for never.</summary>
    public int DieAfterChunks
    {
        get => _dieAfter;
        set => _dieAfter = value;
    }

    public void Pause() => _pause ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        var pause = _pause;
        _pause = null;
        pause?.TrySetResult();
    }

    public void Clear()
    {
        _hang = false;
        _status = 0;
        _dieAfter = -1;
        Events.Clear();
        Resume();
    }

    /// <summary>Returns at once unless the worker is paused.</summary>
    public Task WhilePausedAsync(CancellationToken cancellationToken) =>
        _pause is { } pause ? pause.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
}
