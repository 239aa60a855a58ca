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

    /// <summary>Cheap, from any thread.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _signals.Reader.WaitToReadAsync(cancellationToken);
        if (_last is { } last && interval - time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        // Taken only now: signals that came during the delay are covered by the read that follows.
        _signals.Reader.TryRead(out _);
        _last = time.GetTimestamp();
    }
}
