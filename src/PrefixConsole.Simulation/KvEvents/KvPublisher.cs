using System.Buffers.Binary;
using System.Text;
using NetMQ;
using NetMQ.Sockets;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>Publishes one life of an engine over ZMQ, as vLLM and SGLang do: PUB for batches, ROUTER for those that were missed.</summary>
/// <remarks>Sockets belong to the poller's thread; the engine only puts batches into a queue and never waits.</remarks>
internal sealed class KvPublisher : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);
    private static readonly byte[] s_end = [255, 255, 255, 255, 255, 255, 255, 255];

    private readonly Lock _numbering = new();
    private readonly Queue<(long Due, long Sequence, byte[] Payload)> _late = new();
    private readonly KvPublisherOptions _options;
    private readonly KvFaults _faults;
    private readonly TimeProvider _time;
    private readonly KvHistory _history;
    private readonly byte[] _topic;
    private readonly NetMQQueue<(long Sequence, byte[] Payload)> _queue = new();
    private readonly NetMQTimer _timer = new(s_tick);
    private readonly NetMQPoller _poller;
    private readonly RouterSocket? _router;
    private PublisherSocket? _publisher;
    private long _next;

    /// <exception cref="NetMQException">A port is taken.</exception>
    public KvPublisher(KvPublisherOptions options, KvFaults faults, TimeProvider time)
    {
        (_options, _faults, _time) = (options, faults, time);
        _history = new KvHistory(options.BufferSteps);
        _topic = Encoding.UTF8.GetBytes(options.Topic);
        _publisher = new PublisherSocket();
        try
        {
            _publisher.Options.Linger = TimeSpan.Zero;
            Port = Bind(_publisher, options.Port);
            if (options.Replay)
            {
                _router = new RouterSocket();
                _router.Options.Linger = TimeSpan.Zero;
                _router.Options.SendHighWatermark = 0;
                ReplayPort = Bind(_router, options.ReplayPort);
                _router.ReceiveReady += (_, _) => Answer();
            }
        }
        catch
        {
            _publisher.Dispose();
            _router?.Dispose();
            _queue.Dispose();
            throw;
        }

        _queue.ReceiveReady += (_, _) => Take();
        _timer.Elapsed += (_, _) => SendDue();
        _timer.Enable = false;
        _poller = [_queue, _timer];
        if (_router is not null)
        {
            _poller.Add(_router);
        }

        _poller.RunAsync();
    }

    public int Port { get; }

    public int ReplayPort { get; }

    /// <summary>Batches numbered so far in this life.</summary>
    public long Batches => Volatile.Read(ref _next);

    public void Publish(IReadOnlyList<CacheEvent> events, int blockSize)
    {
        if (events.Count == 0)
        {
            return;
        }

        var seconds = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var payload = KvBatchWriter.Write(_options.Form, seconds, events, blockSize, rank: 0);
        lock (_numbering)
        {
            _queue.Enqueue((_next, payload));
            Volatile.Write(ref _next, _next + 1);
        }
    }

    /// <summary>Closes the publishing socket: subscribers lose their connection, batches go to the replay buffer only.</summary>
    public void Stop() => _poller.Run(() =>
    {
        _publisher?.Dispose();
        _publisher = null;
    });

    /// <summary>Opens it again on the same port.</summary>
    public void Resume() => _poller.Run(() =>
    {
        if (_publisher is null)
        {
            var publisher = new PublisherSocket();
            publisher.Options.Linger = TimeSpan.Zero;
            Bind(publisher, Port);
            _publisher = publisher;
        }
    });

    public void Dispose()
    {
        _poller.Stop();
        _poller.Dispose();
        _publisher?.Dispose();
        _router?.Dispose();
        _queue.Dispose();
    }

    private int Bind(NetMQSocket socket, int port)
    {
        var host = _options.Host.ToString();
        if (port == 0)
        {
            return socket.BindRandomPort($"tcp://{host}");
        }

        socket.Bind(FormattableString.Invariant($"tcp://{host}:{port}"));
        return port;
    }

    private void Take()
    {
        while (_queue.TryDequeue(out var batch, TimeSpan.Zero))
        {
            var (publish, keep) = _faults.Next();
            if (keep)
            {
                _history.Add(batch.Sequence, batch.Payload);
            }

            if (!publish)
            {
                continue;
            }

            var lag = _faults.Lag;
            if (lag == TimeSpan.Zero && _late.Count == 0)
            {
                Send(batch.Sequence, batch.Payload);
                continue;
            }

            _late.Enqueue((_time.GetTimestamp() + (long)(lag.TotalSeconds * _time.TimestampFrequency), batch.Sequence, batch.Payload));
            _timer.Enable = true;
        }
    }

    private void SendDue()
    {
        while (_late.TryPeek(out var batch) && (batch.Due <= _time.GetTimestamp() || _faults.Lag == TimeSpan.Zero))
        {
            _late.Dequeue();
            Send(batch.Sequence, batch.Payload);
        }

        _timer.Enable = _late.Count > 0;
    }

    private void Send(long sequence, byte[] payload) =>
        _publisher?.SendMoreFrame(_topic).SendMoreFrame(Number(sequence)).SendFrame(payload);

    /// <summary>DEALER sends an empty frame and the first number it wants.</summary>
    private void Answer()
    {
        var request = _router!.ReceiveMultipartMessage();
        if (request.FrameCount != 3 || request[2].MessageSize != sizeof(long))
        {
            return;
        }

        var identity = request[0].ToByteArray();
        foreach (var (sequence, payload) in _history.From(BinaryPrimitives.ReadInt64BigEndian(request[2].Buffer)))
        {
            Reply(identity, _topic, Number(sequence), payload);
        }

        Reply(identity, [], s_end, []);
    }

    private void Reply(byte[] identity, byte[] topic, byte[] sequence, byte[] payload)
    {
        IOutgoingSocket socket = _router!;
        socket.SendMoreFrame(identity);
        socket.SendMoreFrameEmpty();
        if (!_options.ShortReplay)
        {
            socket.SendMoreFrame(topic);
        }

        socket.SendMoreFrame(sequence);
        socket.SendFrame(payload);
    }

    private static byte[] Number(long sequence)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        return bytes;
    }
}
