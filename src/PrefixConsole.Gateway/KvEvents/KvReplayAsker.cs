using System.Buffers.Binary;
using NetMQ;
using NetMQ.Sockets;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Asks an engine for past batches and hands them to the feed as they come.</summary>
/// <remarks>
/// A DEALER, because a REQ gets the first reply only. Replies have the shapes <c>["", seq, payload]</c>, <c>["", topic, seq, payload]</c> and
/// <c>[topic, seq, payload]</c>; the end is said by a number of all ones or an empty payload. Blocks its thread.
/// </remarks>
internal sealed class KvReplayAsker(KvEventFeed feed, ulong from, TimeProvider time)
{
    // an engine keeps 10,000; more room than that, so that it need not drop what it sends all at once
    private const int Room = 20_000;

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    private readonly KvFrames _frames = new();
    private readonly KvEventDecoder _decoder = new();

    /// <summary>The first batch still to come.</summary>
    public ulong Next { get; private set; } = from;

    public KvReplayEnd Ask(string endpoint, CancellationToken cancellationToken)
    {
        using var socket = new DealerSocket();
        socket.Options.Linger = TimeSpan.Zero;
        socket.Options.MaxMsgSize = KvEventLimits.MaxFrameBytes;
        socket.Options.ReceiveHighWatermark = Room;
        socket.Options.IPv4Only = !endpoint.Contains('[', StringComparison.Ordinal);
        socket.Connect(endpoint);
        var start = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(start, Next);
        socket.SendMoreFrameEmpty().SendFrame(start);
        return Listen(socket, cancellationToken);
    }

    private KvReplayEnd Listen(DealerSocket socket, CancellationToken cancellationToken)
    {
        var heard = time.GetTimestamp();
        var begun = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!_frames.TryRead(socket, s_slice))
            {
                if (time.GetElapsedTime(heard) >= s_idle)
                {
                    return KvReplayEnd.Silent;
                }

                continue;
            }

            if (!_frames.TryGetSequence(2, 5, out var sequence))
            {
                OnMalformed(null, "replayed, without a number of 8 bytes");
                continue;
            }

            if (_frames.Payload.Length > KvEventLimits.MaxBatchBytes)
            {
                OnMalformed(sequence, "replayed, and larger than a batch may be");
                continue;
            }

            if (sequence == KvEventLimits.EndOfReplay || _frames.Payload.IsEmpty)
            {
                return KvReplayEnd.Complete;
            }

            // what the engine begins with is what it still has; a jump after that is a loss on the way
            if (begun && sequence > Next)
            {
                return KvReplayEnd.Hole;
            }

            (heard, begun) = (time.GetTimestamp(), true);
            Take(sequence);
        }

        return KvReplayEnd.Stopped;
    }

    private void OnMalformed(ulong? sequence, string problem)
    {
        feed.OnMalformed();
        feed.RejectedFrames.Add(sequence, KvEventFault.NotABatch, problem, 0, _frames.Last);
    }

    private void Take(ulong sequence)
    {
        if (feed.ReceiveReplayed(sequence, KvFeedLane.Fingerprint(_frames.Payload.Span)) == KvReceipt.Apply)
        {
            _decoder.TryDecode(_frames.Payload, feed, out _);
            feed.EndBatch();
            KvFeedLane.Note(feed, _decoder, sequence, _frames.Payload);
        }

        Next = Math.Max(Next, sequence + 1);
    }
}
