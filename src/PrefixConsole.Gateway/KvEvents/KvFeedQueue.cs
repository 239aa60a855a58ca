using System.Buffers;
using System.Threading.Channels;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Batches between a socket and their reader: bounded in number and bytes, and full means refused, which the caller must report.</summary>
internal sealed class KvFeedQueue(KvQueueBudget budget)
{
    public const int MaxBatches = 4_096;
    public const int MaxBytes = 32 * 1024 * 1024;

    private readonly Channel<KvMessage> _channel = Channel.CreateBounded<KvMessage>(
        new BoundedChannelOptions(MaxBatches) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _bytes;

    public int Count => _channel.Reader.Count;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Copies the payload in; false when there is no room for it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> payload, ulong sequence, long received)
    {
        if (_channel.Reader.Count >= MaxBatches)
        {
            return false;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(payload.Length, 1));
        payload.CopyTo(rented);
        if (Interlocked.Add(ref _bytes, rented.Length) > MaxBytes || !budget.TryTake(rented.Length))
        {
            Interlocked.Add(ref _bytes, -rented.Length);
            ArrayPool<byte>.Shared.Return(rented);
            return false;
        }

        var message = new KvMessage(rented, payload.Length, sequence, received);
        if (_channel.Writer.TryWrite(message))
        {
            return true;
        }

        Release(message);
        return false;
    }

    /// <summary>Has the reader look whether a replay is wanted; when the queue is full it looks without being called.</summary>
    public void Call() => _channel.Writer.TryWrite(default);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The caller gives the message back with <see cref="Release"/>.</summary>
    public bool TryTake(out KvMessage message) => _channel.Reader.TryRead(out message);

    public void Release(KvMessage message)
    {
        if (message.Rented is { } rented)
        {
            Interlocked.Add(ref _bytes, -rented.Length);
            budget.Give(rented.Length);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Gives back what was not read; for when nothing is added any more.</summary>
    public void Drain()
    {
        while (TryTake(out var message))
        {
            Release(message);
        }
    }
}
