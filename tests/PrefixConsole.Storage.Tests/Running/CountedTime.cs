using Microsoft.Extensions.Time.Testing;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>A clock that stands still until it is moved, and tells what waits for it.</summary>
internal sealed class CountedTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waiting = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Change(() => _waiting.Add(dueTime));
        return new Counted(base.CreateTimer(callback, state, dueTime, period), () => Change(() => _waiting.Remove(dueTime)));
    }

    /// <summary>Until somebody waits for so long.</summary>
    public async Task UntilWaitedForAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_waiting.Contains(due))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            change();
            (before, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.SetResult();
    }

    private sealed class Counted(ITimer timer, Action over) : ITimer
    {
        private int _over;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                over();
            }

            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
