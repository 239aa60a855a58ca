using System.IO.Hashing;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The one way into a feed: whoever brings batches for it, over a socket or HTTP, goes through here one after another.</summary>
#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for has nothing to dispose of, and a lane ends when its feed is collected
internal sealed class KvFeedLane(KvEventFeed feed, KvReplays replays)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public KvEventFeed Feed => feed;

    /// <summary>
    /// Takes the batch that <paramref name="decoder"/> has read from <paramref name="payload"/>. Its events go to <paramref name="sink"/>, which is the
    /// feed or something in front of it.
    /// </summary>
    /// <param name="decoder">Has read <paramref name="payload"/>.</param>
    /// <param name="payload">The batch in MessagePack.</param>
    /// <param name="sequence">Its number; null where the transport has none.</param>
    /// <param name="sink">Gets the events.</param>
    /// <param name="sent">The batch as it was sent, where that is not <paramref name="payload"/>.</param>
    /// <param name="cancellationToken">Ends waiting for others and for a replay.</param>
    /// <returns>What became of it. <see cref="KvReceipt.Replay"/>: what is missing before it could not be had, so it was dropped.</returns>
    public async ValueTask<KvReceipt> WriteAsync(
        KvEventDecoder decoder, ReadOnlyMemory<byte> payload, ulong? sequence, IKvEventSink sink, ReadOnlyMemory<byte>? sent, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            var fingerprint = Fingerprint(payload.Span);
            var receipt = feed.Receive(sequence, fingerprint);
            if (receipt == KvReceipt.Replay)
            {
                await replays.RunAsync(feed, cancellationToken);
                receipt = feed.Receive(sequence, fingerprint);
            }

            if (receipt == KvReceipt.Apply)
            {
                decoder.Deliver(sink);
                feed.EndBatch();
                Note(feed, decoder, sequence, sent ?? payload);
            }

            return receipt;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Replays if somebody asked for it: an operator, or the feed itself, which joined late.</summary>
    public async ValueTask ReplayIfWantedAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            if (feed.WantsReplay)
            {
                await replays.RunAsync(feed, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Notes what was delivered last, unless all of it could be used.</summary>
    public static void Note(KvEventFeed feed, KvEventDecoder decoder, ulong? sequence, ReadOnlyMemory<byte> frame)
    {
        if (decoder.Fault is { } fault)
        {
            feed.RejectedFrames.Add(sequence, fault, decoder.Problem, decoder.RejectedEvents, frame.Span);
        }
    }

    public static ulong Fingerprint(ReadOnlySpan<byte> payload) => XxHash3.HashToUInt64(payload);

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            await _turn.WaitAsync(cancellationToken);
        }
    }
}
