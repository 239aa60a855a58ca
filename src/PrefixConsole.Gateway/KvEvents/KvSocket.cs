using NetMQ;
using NetMQ.Monitoring;
using NetMQ.Sockets;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>A subscribing socket and its monitor. Made, used and disposed of on the sockets' thread only.</summary>
internal sealed class KvSocket : IDisposable
{
    /// <summary>Messages after which other sockets get their turn.</summary>
    private const int MessagesPerTurn = 256;

    private static readonly TimeSpan s_firstReconnect = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestReconnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);
    private static int s_monitors;

    private readonly NetMQPoller _poller;
    private readonly IKvFrameTarget _target;
    private readonly SubscriberSocket _socket = new();
    private readonly KvFrames _frames = new();
    private readonly NetMQMonitor _monitor;

    /// <exception cref="NetMQException">It cannot listen there.</exception>
    public KvSocket(NetMQPoller poller, KvEventAddress address, string topic, IKvFrameTarget target)
    {
        (_poller, _target) = (poller, target);
        Configure(_socket.Options, address);
        _monitor = new NetMQMonitor(
            _socket,
            $"inproc://prefixconsole-kv-{Interlocked.Increment(ref s_monitors)}",
            SocketEvents.Connected | SocketEvents.Accepted | SocketEvents.Disconnected);
        try
        {
            _monitor.Connected += (_, _) => target.OnPeer(1);
            _monitor.Accepted += (_, _) => target.OnPeer(1);
            _monitor.Disconnected += (_, _) => target.OnPeer(-1);
            _monitor.AttachToPoller(poller);
            _socket.ReceiveReady += OnReady;
            _socket.Subscribe(topic);
            if (address.Listens)
            {
                _socket.Bind(address.ToString());
            }
            else
            {
                _socket.Connect(address.ToString());
            }

            poller.Add(_socket);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _socket.ReceiveReady -= OnReady;
        _poller.Remove(_socket);
        _monitor.DetachFromPoller();
        _monitor.Dispose();
        _socket.Dispose();
    }

    private static void Configure(SocketOptions options, KvEventAddress address)
    {
        options.Linger = TimeSpan.Zero;
        options.MaxMsgSize = KvEventLimits.MaxFrameBytes;
        options.ReconnectInterval = s_firstReconnect;
        options.ReconnectIntervalMax = s_longestReconnect;
        options.IPv4Only = !address.Host.StartsWith('[');
        options.HeartbeatInterval = s_heartbeat;
        options.HeartbeatTimeout = s_keepAlive;
        options.TcpKeepalive = true;
        options.TcpKeepaliveIdle = s_keepAlive;
        options.TcpKeepaliveInterval = s_keepAlive;
    }

    private void OnReady(object? sender, NetMQSocketEventArgs e)
    {
        for (var left = MessagesPerTurn; left > 0 && _frames.TryRead(_socket, TimeSpan.Zero); left--)
        {
            _target.Accept(_frames);
        }
    }
}
