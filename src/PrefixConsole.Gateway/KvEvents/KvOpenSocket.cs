using NetMQ;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Keeps a subscribing socket open: looks its name up, opens it, and tries again with growing pauses when that fails.</summary>
internal sealed class KvOpenSocket(KvEventAddress address, string topic, Func<bool> allowPrivate, IKvFrameTarget target, KvPoller poller, TimeProvider time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(10);

    private volatile string? _problem;

    /// <summary>Why there is no socket now; null when there is one, connected or not.</summary>
    public string? Problem => _problem;

    /// <summary>
    /// Runs until it is cancelled; then the socket is closed. Asks <paramref name="isConnected"/> whether the peer is there: only of one that is not,
    /// the name is looked up again.
    /// </summary>
    public async Task RunAsync(Func<bool> isConnected, CancellationToken cancellationToken)
    {
        var pause = s_firstPause;
        try
        {
            while (true)
            {
                var (literal, problem) = await KvHostNames.ResolveAsync(address, allowPrivate(), cancellationToken);
                _problem = literal is null ? problem : await HoldAsync(literal, isConnected, cancellationToken);
                pause = _problem is null ? s_firstPause : pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the worker has gone or the host stops
        }
    }

    /// <returns>Why it could not be opened; null when its name stands for another address now.</returns>
    private async Task<string?> HoldAsync(KvEventAddress literal, Func<bool> isConnected, CancellationToken cancellationToken)
    {
        KvSocket socket;
        try
        {
            socket = await poller.RunAsync(p => new KvSocket(p, literal, topic, target));
        }
        catch (NetMQException e)
        {
            return $"{literal} cannot be used: {e.ErrorCode}";
        }

        try
        {
            _problem = null;
            while (true)
            {
                await Task.Delay(literal.Host == address.Host ? Timeout.InfiniteTimeSpan : s_lookAgain, time, cancellationToken);
                if (!isConnected() && (await KvHostNames.ResolveAsync(address, allowPrivate(), cancellationToken)).Address is { } now && now != literal)
                {
                    return null;
                }
            }
        }
        finally
        {
            await poller.RunAsync(_ => socket.Dispose());
        }
    }
}
