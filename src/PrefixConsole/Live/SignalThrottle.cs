using System.Threading.Channels;

namespace PrefixConsole.Live;

/// <summary>
/// Lets a loop wait for "something changed", at most once per interval. Any number of signals while the loop is busy count as one,
/// and none is lost: the wait after it returns at once.
/// </summary>
internal sealed class SignalThrottle(TimeProvider time, TimeSpan interval)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long? _last;
    private int _signalled;

    /// <summary>From any thread, with what changed already visible to others. Costs one look while an earlier signal waits.</summary>
    public void Signal()
    {
        if (Volatile.Read(ref _signalled) == 0 && Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _signals.Writer.TryWrite(true);
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _signals.Reader.WaitToReadAsync(cancellationToken);
        if (_last is { } last && interval - time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        // Taken only now: signals that came during the delay are covered by the read that follows.
        _signals.Reader.TryRead(out _);
        Interlocked.Exchange(ref _signalled, 0);
        _last = time.GetTimestamp();
    }
}
