using System.Buffers;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Takes batches that come over HTTP, for engines without ZMQ. Batches of one feed are taken one after another.</summary>
public sealed class KvEventIngest
{
    public const int MaxBytes = KvEventLimits.MaxBatchBytes;

    public const int MaxRanks = KvEventLimits.MaxRanks;

    /// <summary>Bodies in memory at once, each at most <see cref="MaxBytes"/> and, of JSON, about as much again.</summary>
    public const int MaxAtOnce = 16;

    private const int FirstRead = 64 * 1024;

    private readonly KvFeedLanes _lanes;
    private readonly KvEventMetrics _metrics;
    private int _running;

    internal KvEventIngest(KvFeedLanes lanes, KvEventMetrics metrics) => (_lanes, _metrics) = (lanes, metrics);

    /// <summary>Reads a batch and applies it. <paramref name="rank"/> wins over the one in the batch.</summary>
    public async Task<KvIngestResult> ApplyAsync(Worker worker, Stream body, bool json, ulong? sequence, int? rank, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) > MaxAtOnce)
        {
            Interlocked.Decrement(ref _running);
            return new KvIngestResult(KvIngestOutcome.Busy);
        }

        try
        {
            using var payload = new PooledBuffer(FirstRead);
            if (!await TryReadAsync(body, payload, cancellationToken))
            {
                return new KvIngestResult(KvIngestOutcome.TooLarge);
            }

            if (!json)
            {
                return await ApplyAsync(worker, payload.Memory, payload.Memory, sequence, rank, cancellationToken);
            }

            var transcoded = new ArrayBufferWriter<byte>(Math.Max(256, payload.Length));
            if (KvEventJson.TryTranscode(payload.Span, transcoded) is not { } problem)
            {
                return await ApplyAsync(worker, transcoded.WrittenMemory, payload.Memory, sequence, rank, cancellationToken);
            }

            // what the parser says quotes what it stumbled over: for the sender alone
            NoteNoBatch(worker, rank, sequence, "it is not valid JSON", payload.Span);
            return new KvIngestResult(KvIngestOutcome.NotABatch) { Problem = problem };
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static async Task<bool> TryReadAsync(Stream body, PooledBuffer payload, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(payload.GetMemory(1), cancellationToken);
            if (read == 0)
            {
                return true;
            }

            payload.Advance(read);
            if (payload.Length > MaxBytes)
            {
                return false;
            }
        }
    }

    /// <summary>Counts and notes it where the batches of that rank go, if any came before: one that is none opens no feed.</summary>
    private void NoteNoBatch(Worker worker, int? rank, ulong? sequence, string? problem, ReadOnlySpan<byte> sent)
    {
        foreach (var feed in _lanes.Caches.Of(worker))
        {
            if (feed.Rank == (rank ?? 0))
            {
                feed.OnMalformed();
                feed.RejectedFrames.Add(sequence, KvEventFault.NotABatch, problem, 0, sent);
            }
        }
    }

    private async Task<KvIngestResult> ApplyAsync(Worker worker, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> sent, ulong? sequence, int? rank, CancellationToken cancellationToken)
    {
        var decoder = new KvEventDecoder();
        if (!decoder.TryRead(payload, out var batch))
        {
            NoteNoBatch(worker, rank, sequence, decoder.Problem, sent.Span);
            return new KvIngestResult(KvIngestOutcome.NotABatch) { Problem = decoder.Problem };
        }

        if (_lanes.Open(worker, rank ?? batch.Rank ?? 0) is not { } lane)
        {
            return new KvIngestResult(KvIngestOutcome.NoFeed);
        }

        var tally = new KvIngestTally(lane.Feed);
        var receipt = await lane.WriteAsync(decoder, payload, sequence, tally, sent, cancellationToken);
        _metrics.Received(payload.Length);
        return new KvIngestResult(receipt == KvReceipt.Apply ? KvIngestOutcome.Applied : KvIngestOutcome.Ignored)
        {
            Applied = tally.Applied,
            Rejected = tally.Rejected,
            Feed = lane.Feed.View(),
        };
    }
}
