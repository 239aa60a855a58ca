using System.Buffers.Binary;
using NetMQ;
using NetMQ.Sockets;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>What an engine publishes with: a real socket, on a free port or connecting to where somebody listens.</summary>
internal sealed class TestPublisher : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly XPublisherSocket _socket = new();

    public TestPublisher(int port = 0)
    {
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Options.SendHighWatermark = 0;
        if (port == 0)
        {
            Port = _socket.BindRandomPort("tcp://127.0.0.1");
        }
        else
        {
            Port = port;
            // the library closes the one before when it comes to it
            Assert.True(SpinWait.SpinUntil(TryBind, s_patience), $"{Endpoint} stays taken");
        }
    }

    private TestPublisher(string listener)
    {
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Connect(listener);
    }

    private bool TryBind()
    {
        try
        {
            _socket.Bind(Endpoint);
            return true;
        }
        catch (AddressAlreadyInUseException)
        {
            return false;
        }
    }

    public int Port { get; }

    public string Endpoint => FormattableString.Invariant($"tcp://127.0.0.1:{Port}");

    public static TestPublisher ConnectTo(string listener) => new(listener);

    /// <summary>Waits until somebody has subscribed; before that, messages go nowhere.</summary>
    public string WaitForSubscriber()
    {
        Assert.True(_socket.TryReceiveFrameBytes(s_patience, out var subscription), "nobody subscribed");
        Assert.Equal(1, subscription[0]);
        return System.Text.Encoding.UTF8.GetString(subscription.AsSpan(1));
    }

    /// <summary>Waits until the subscriber has gone.</summary>
    public void WaitForNobody()
    {
        Assert.True(_socket.TryReceiveFrameBytes(s_patience, out var subscription), "nobody unsubscribed");
        Assert.Equal(0, subscription[0]);
    }

    public void Send(ulong sequence, byte[] payload, string topic = "") => SendFrames(System.Text.Encoding.UTF8.GetBytes(topic), Number(sequence), payload);

    public void SendFrames(params byte[][] frames) => _socket.SendMultipartBytes(frames);

    public static byte[] Number(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    public void Dispose() => _socket.Dispose();
}
