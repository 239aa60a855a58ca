namespace PrefixConsole.Simulation.KvEvents;

/// <summary>What goes wrong on the way of a worker's events, on demand. Thread-safe; outlives a restart of the worker.</summary>
internal sealed class KvFaults
{
    private readonly Lock _gate = new();
    private int _dropping;
    private bool _healable;
    private long _lagTicks;

    /// <summary>Batches that will still be lost.</summary>
    public int Dropping => Volatile.Read(ref _dropping);

    /// <summary>How late batches are published.</summary>
    public TimeSpan Lag
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _lagTicks));
        set => Volatile.Write(ref _lagTicks, value.Ticks);
    }

    public void Drop(int batches, bool healable)
    {
        lock (_gate)
        {
            (_dropping, _healable) = (batches, healable);
        }
    }

    /// <summary>What becomes of the next batch.</summary>
    public (bool Publish, bool Keep) Next()
    {
        lock (_gate)
        {
            if (_dropping == 0)
            {
                return (true, true);
            }

            _dropping--;
            return (false, _healable);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _dropping = 0;
            Lag = TimeSpan.Zero;
        }
    }
}
