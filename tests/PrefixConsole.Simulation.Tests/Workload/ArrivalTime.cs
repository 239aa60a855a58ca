using Microsoft.Extensions.Time.Testing;

namespace PrefixConsole.Simulation.Tests.Workload;

/// <summary>A clock moved by hand that knows whether anyone waits for it; waits of a minute and more, the requests' timeouts, do not count.</summary>
internal sealed class ArrivalTime : FakeTimeProvider
{
    private int _waits;

    public bool Waiting => Volatile.Read(ref _waits) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.FromMinutes(1))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var wait = new Wait(this);
        wait.Timer = base.CreateTimer(
            s =>
            {
                wait.End();
                callback(s);
            },
            state,
            dueTime,
            period);

        // only now: who sees it may move the clock at once
        wait.Begin();
        return wait;
    }

    private sealed class Wait(ArrivalTime time) : ITimer
    {
        // 0 at first, 1 while it counts, 2 from its end
        private int _state;

        public ITimer? Timer { get; set; }

        public void Begin()
        {
            if (Interlocked.CompareExchange(ref _state, 1, 0) == 0)
            {
                Interlocked.Increment(ref time._waits);
            }
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _state, 2) == 1)
            {
                Interlocked.Decrement(ref time._waits);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer!.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer!.DisposeAsync();
        }
    }
}
