using System.Buffers.Binary;
using System.Collections.Concurrent;
using NetMQ;
using NetMQ.Sockets;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>The replay socket of an engine. What it answers to a start number is the test's to say.</summary>
internal sealed class TestReplay : IDisposable
{
    private readonly RouterSocket _socket = new();
    private readonly NetMQPoller _poller;

    /// <param name="answer">Frames of each reply behind the identity.</param>
    public TestReplay(Func<ulong, IEnumerable<byte[][]>> answer)
    {
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Options.SendHighWatermark = 0;
        Port = _socket.BindRandomPort("tcp://127.0.0.1");
        _socket.ReceiveReady += (_, _) => Serve(answer);
        _poller = [_socket];
        _poller.RunAsync("test replay", isBackgroundThread: true);
    }

    public int Port { get; }

    public string Endpoint => FormattableString.Invariant($"tcp://127.0.0.1:{Port}");

    /// <summary>Start numbers that were asked for.</summary>
    public ConcurrentQueue<ulong> Asked { get; } = new();

    /// <summary>The end as vLLM before 0.26 and SGLang say it.</summary>
    public static byte[][] End => [[], TestPublisher.Number(ulong.MaxValue), []];

    /// <summary>Replies in the shape of vLLM before 0.26 and of SGLang.</summary>
    public static byte[][] Short(ulong number, byte[] payload) => [[], TestPublisher.Number(number), payload];

    /// <summary>Replies in the shape of vLLM since 0.26.</summary>
    public static byte[][] Long(ulong number, byte[] payload) => [[], [], TestPublisher.Number(number), payload];

    /// <summary>Replies in the shape of llm-d's simulator.</summary>
    public static byte[][] Bare(ulong number, byte[] payload) => ["kv@pod@m"u8.ToArray(), TestPublisher.Number(number), payload];

    public void Dispose()
    {
        _poller.Dispose();
        _socket.Dispose();
    }

    private void Serve(Func<ulong, IEnumerable<byte[][]>> answer)
    {
        var request = _socket.ReceiveMultipartBytes();
        if (request is not [var identity, { Length: 0 }, { Length: sizeof(ulong) } start])
        {
            return;
        }

        var first = BinaryPrimitives.ReadUInt64BigEndian(start);

        // before the answers: who has those may look at once
        Asked.Enqueue(first);
        foreach (var frames in answer(first))
        {
            _socket.SendMultipartBytes([identity, .. frames]);
        }
    }
}
