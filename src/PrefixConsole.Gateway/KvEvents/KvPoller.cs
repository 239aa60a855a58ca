using NetMQ;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The one thread that all subscribing sockets live on; they may be touched on no other.</summary>
internal sealed class KvPoller : IDisposable
{
    // three sockets per subscription: its own and two of its monitor
    private const int MaxSockets = 8_192;

    private readonly NetMQPoller _poller = [];

    /// <summary>The library's default is 1,024; it takes another number only before its first socket.</summary>
    static KvPoller() => NetMQConfig.MaxSockets = MaxSockets;

    public void Start() => _poller.RunAsync("KV event sockets", isBackgroundThread: true);

    public Task RunAsync(Action<NetMQPoller> work) => RunAsync(poller =>
    {
        work(poller);
        return true;
    });

    public Task<T> RunAsync<T>(Func<NetMQPoller, T> work) =>
        Task.Factory.StartNew(() => work(_poller), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _poller);

    /// <summary>Stops the thread; the sockets must be gone by then.</summary>
    public void Dispose() => _poller.Dispose();
}
