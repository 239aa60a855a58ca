namespace PrefixConsole.Benchmarks.Replay;

/// <summary>What will happen in virtual time, in order of time; what falls on the same moment in order of scheduling.</summary>
internal sealed class EventQueue(VirtualTime time)
{
    private readonly PriorityQueue<Action, (double At, long Number)> _events = new();
    private long _number;

    public VirtualTime Time => time;

    public void Schedule(double at, Action action) => _events.Enqueue(action, (at, _number++));

    /// <summary>Runs everything before a moment, then stands at it: what falls on the moment itself still waits.</summary>
    public void RunUntil(double moment)
    {
        while (_events.TryPeek(out _, out var next) && next.At < moment)
        {
            RunNext(next.At);
        }

        time.Now = moment;
    }

    public void RunToEnd()
    {
        while (_events.TryPeek(out _, out var next))
        {
            RunNext(next.At);
        }
    }

    private void RunNext(double at)
    {
        time.Now = at;
        _events.Dequeue()();
    }
}
