using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NetMQ;
using NetMQ.Sockets;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>
/// Publishes an engine's block events as vLLM and SGLang do, and answers requests to replay them. One thread owns the sockets; whoever
/// publishes only queues. Each instance begins at sequence number 0 with nothing to replay.
/// </summary>
internal sealed class KvPublisher : IDisposable
{
    /// <summary>Batches that may wait for the thread; further ones are lost but numbered, so the loss shows as a gap.</summary>
    private const int MaxPending = 10_000;

    private const int SequenceBytes = sizeof(ulong);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    private readonly KvEventOptions _options;
    private readonly KvEventFaults _faults;
    private readonly TimeProvider _time;
    private readonly int _blockSize;
    private readonly byte[] _topic;
    private readonly KvBatchEncoder _encoder;
    private readonly ReplayRing _ring = new();

    /// <summary>Not published yet, in order; null asks to look at the faults again.</summary>
    private readonly NetMQQueue<Batch?> _queue = new();

    private readonly Queue<Batch> _late = new();
    private readonly NetMQPoller _poller;
    private readonly NetMQTimer _timer = new(s_tick) { Enable = false };
    private readonly RouterSocket? _router;
    private PublisherSocket? _publisher;
    private readonly Lock _closing = new();
    private ulong _next;
    private int _pending;
    private bool _closed;

    /// <exception cref="NetMQException">A port is taken.</exception>
    public KvPublisher(KvEventOptions options, IPAddress host, int blockSize, KvEventFaults faults, TimeProvider time)
    {
        _options = options;
        _faults = faults;
        _time = time;
        _blockSize = blockSize;
        _topic = Encoding.UTF8.GetBytes(options.Topic);
        _encoder = new KvBatchEncoder(options.Form, options.Rank);
        try
        {
            _publisher = new PublisherSocket();
            Address = Bind(_publisher, host, options.Port);
            if (options.Replay)
            {
                _router = new RouterSocket();
                ReplayAddress = Bind(_router, host, options.ReplayPort);
            }
        }
        catch
        {
            _publisher?.Dispose();
            _router?.Dispose();
            _queue.Dispose();
            throw;
        }

        _queue.ReceiveReady += (_, _) => TakeQueued();
        _timer.Elapsed += (_, _) => Advance();
        _poller = [_queue, _timer];
        if (_router is not null)
        {
            _router.ReceiveReady += (_, _) => Answer(_router);
            _poller.Add(_router);
        }

        _poller.RunAsync("kv events", isBackgroundThread: true);
    }

    /// <summary>Where events are published.</summary>
    public Uri Address { get; }

    /// <summary>Where replays are asked for; null without replay.</summary>
    public Uri? ReplayAddress { get; }

    /// <summary>Queues a pass's events as one batch; never waits. Called from one thread at a time.</summary>
    public void Publish(IReadOnlyList<BlockEvent> events)
    {
        var sequence = _next++;
        if (Interlocked.Increment(ref _pending) > MaxPending)
        {
            Interlocked.Decrement(ref _pending);
            return;
        }

        Enqueue(new Batch(sequence, _time.GetUtcNow(), _time.GetTimestamp(), events));
    }

    /// <summary>Makes changed faults count now.</summary>
    public void Poke() => Enqueue(null);

    public void Dispose()
    {
        lock (_closing)
        {
            _closed = true;
        }

        _poller.Dispose();
        _publisher?.Dispose();
        _router?.Dispose();
        _queue.Dispose();
    }

    /// <summary>Whoever switches a fault may come when the worker is being stopped.</summary>
    private void Enqueue(Batch? batch)
    {
        lock (_closing)
        {
            if (!_closed)
            {
                _queue.Enqueue(batch);
            }
        }
    }

    private static Uri Bind(NetMQSocket socket, IPAddress host, int port)
    {
        socket.Options.Linger = TimeSpan.Zero;
        socket.Options.SendHighWatermark = ReplayRing.DefaultCapacity + 1;
        var name = host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host.ToString();
        if (port == 0)
        {
            port = socket.BindRandomPort($"tcp://{name}");
        }
        else
        {
            socket.Bind($"tcp://{name}:{port}");
        }

        return new Uri($"tcp://{name}:{port}");
    }

    private void TakeQueued()
    {
        while (_queue.TryDequeue(out var batch, TimeSpan.Zero))
        {
            if (batch is not null)
            {
                _late.Enqueue(batch);
            }
        }

        Advance();
    }

    /// <summary>Opens or closes the socket as the faults want it and sends what is due; ticks on while something is left to do.</summary>
    private void Advance()
    {
        var open = Reopen();
        var lag = _faults.Lag;
        while (_late.TryPeek(out var batch) && _time.GetElapsedTime(batch.QueuedAt) >= lag)
        {
            _late.Dequeue();
            Interlocked.Decrement(ref _pending);
            Send(batch);
        }

        _timer.Enable = !open || _late.Count > 0;
    }

    /// <summary>False if the socket should be open and its port is still taken: try again.</summary>
    private bool Reopen()
    {
        if (_faults.Stopped)
        {
            _publisher?.Dispose();
            _publisher = null;
            return true;
        }

        if (_publisher is not null)
        {
            return true;
        }

        var publisher = new PublisherSocket();
        try
        {
            Bind(publisher, IPAddress.Parse(Address.Host.Trim('[', ']')), Address.Port);
            _publisher = publisher;
            return true;
        }
        catch (NetMQException)
        {
            publisher.Dispose();
            return false;
        }
    }

    private void Send(Batch batch)
    {
        var seconds = (batch.At - DateTimeOffset.UnixEpoch).TotalSeconds;
        var payload = _encoder.Encode(seconds, KvMessages.From(batch.Events, _blockSize));
        var dropped = _faults.TakeDrop(out var healable);
        if (!dropped || healable)
        {
            _ring.Add(batch.Sequence, payload);
        }

        if (!dropped)
        {
            _publisher?.SendMoreFrame(_topic).SendMoreFrame(Number(batch.Sequence)).SendFrame(payload);
        }
    }

    private void Answer(RouterSocket router)
    {
        var request = new NetMQMessage();
        if (!router.TryReceiveMultipartMessage(TimeSpan.Zero, ref request!) || request.FrameCount != 3 || request[2].BufferSize != SequenceBytes)
        {
            return;
        }

        var start = BinaryPrimitives.ReadUInt64BigEndian(request[2].ToByteArray());
        var topic = _options.ReplayWithTopic && _options.Form != KvEventForm.Sglang;
        foreach (var (sequence, payload) in _ring.From(start))
        {
            Reply(topic ? _topic : null, Number(sequence), payload);
        }

        Reply(topic ? [] : null, Number(ulong.MaxValue), []);

        void Reply(byte[]? name, byte[] sequence, byte[] payload)
        {
            var reply = new NetMQMessage();
            reply.Append(request[0]);
            reply.AppendEmptyFrame();
            if (name is not null)
            {
                reply.Append(name);
            }

            reply.Append(sequence);
            reply.Append(payload);
            router.TrySendMultipartMessage(reply);
        }
    }

    private static byte[] Number(ulong sequence)
    {
        var bytes = new byte[SequenceBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, sequence);
        return bytes;
    }

    private sealed record Batch(ulong Sequence, DateTimeOffset At, long QueuedAt, IReadOnlyList<BlockEvent> Events);
}
