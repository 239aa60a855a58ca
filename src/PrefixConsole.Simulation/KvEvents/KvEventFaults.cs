namespace PrefixConsole.Simulation.KvEvents;

/// <summary>What a worker's publisher does wrong on demand. Thread-safe.</summary>
internal sealed class KvEventFaults
{
    private readonly Lock _gate = new();
    private int _drops;
    private bool _healable;
    private TimeSpan _lag;
    private bool _stopped;

    /// <summary>How late batches are published.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                return _lag;
            }
        }

        set
        {
            lock (_gate)
            {
                _lag = value;
            }
        }
    }

    /// <summary>The publishing socket is closed.</summary>
    public bool Stopped
    {
        get
        {
            lock (_gate)
            {
                return _stopped;
            }
        }

        set
        {
            lock (_gate)
            {
                _stopped = value;
            }
        }
    }

    /// <summary>Batches still to be lost.</summary>
    public int Drops
    {
        get
        {
            lock (_gate)
            {
                return _drops;
            }
        }
    }

    public void Drop(int batches, bool healable)
    {
        lock (_gate)
        {
            _drops = batches;
            _healable = healable;
        }
    }

    /// <summary>True if the next batch is lost; then says whether a replay still has it.</summary>
    public bool TakeDrop(out bool healable)
    {
        lock (_gate)
        {
            healable = _healable;
            if (_drops == 0)
            {
                return false;
            }

            _drops--;
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _drops = 0;
            _lag = TimeSpan.Zero;
            _stopped = false;
        }
    }
}
