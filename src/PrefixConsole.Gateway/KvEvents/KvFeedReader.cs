using Microsoft.Extensions.Logging;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>One source of batches of one worker: takes them from a socket into a bounded queue, and in a task of its own from there into the feed.</summary>
internal sealed partial class KvFeedReader(
    Worker worker, KvRankRule ranks, KvFeedLanes lanes, KvQueueBudget budget, KvEventMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Batches after which other feeds get their turn.</summary>
    private const int BatchesPerTurn = 32;

    private readonly KvFeedQueue _queue = new(budget);
    private readonly KvEventDecoder _decoder = new();
    private readonly KvFeedLane?[] _lanes = new KvFeedLane?[KvEventLimits.MaxRanks];
    private long _malformed;
    private long _overflowed;
    private long _overflowReported;
    private long _lag = -1;

    private volatile bool _connected;

    public bool Connected => _connected;

    /// <summary>Lane of the socket's rank; null when it has none, or when the worker has been removed.</summary>
    public KvFeedLane? OwnLane => ranks.Own is { } own ? Lane(own) : null;

    /// <summary>What the reader knows; the rest is the socket's to say.</summary>
    public KvTransportView View() => new()
    {
        Endpoint = "",
        ReplayEndpoint = null,
        Connected = false,
        QueuedBatches = _queue.Count,
        QueuedBytes = _queue.Bytes,
        Lag = Volatile.Read(ref _lag) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null,
        Malformed = Volatile.Read(ref _malformed),
        Overflowed = Volatile.Read(ref _overflowed),
        Reconnects = 0,
    };

    /// <summary>The peer was found or lost; on the sockets' thread.</summary>
    public void SetConnected(bool connected)
    {
        if (_connected != connected)
        {
            _connected = connected;
            foreach (var lane in _lanes)
            {
                lane?.Feed.SetConnected(connected);
            }
        }
    }

    /// <summary>Takes a message of the socket; on the sockets' thread, so it only copies.</summary>
    public void Accept(KvFrames frames)
    {
        if (frames.TryGetSequence(3, 3, out var sequence))
        {
            Accept(sequence, frames.Payload.Span);
        }
        else
        {
            OnMalformed(null, frames.Count == 3 ? "its number has not 8 bytes" : "it has not three frames", frames.Last);
        }
    }

    public void Accept(ulong sequence, ReadOnlySpan<byte> payload)
    {
        if (sequence == KvEventLimits.EndOfReplay)
        {
            OnMalformed(sequence, "its number is the one that ends a replay", payload);
        }
        else if (payload.Length > KvEventLimits.MaxBatchBytes)
        {
            OnMalformed(sequence, "it is larger than a batch may be", payload);
        }
        else if (_queue.TryAdd(payload, sequence, time.GetTimestamp()))
        {
            metrics.Received(payload.Length);
        }
        else
        {
            Interlocked.Increment(ref _overflowed);
            metrics.Overflowed();
        }
    }

    /// <summary>Has the task look whether a replay is wanted.</summary>
    public void CallIfReplayIsWanted()
    {
        if (OwnLane is { Feed.WantsReplay: true })
        {
            _queue.Call();
        }
    }

    /// <summary>Reads until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _queue.WaitAsync(cancellationToken))
            {
                for (var left = BatchesPerTurn; left > 0 && _queue.TryTake(out var message); left--)
                {
                    await HandleAsync(message, cancellationToken);
                }

                await Task.Yield();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the worker has gone or the host stops
        }
        finally
        {
            _queue.Drain();
        }
    }

    /// <summary>Handles what waits in the queue now, on the caller's thread where nothing must be replayed.</summary>
    public async ValueTask HandleQueuedAsync(CancellationToken cancellationToken)
    {
        while (_queue.TryTake(out var message))
        {
            await HandleAsync(message, cancellationToken);
        }
    }

    /// <summary>Handles one message and gives it back; whatever comes, no exception but a cancellation.</summary>
    private async ValueTask HandleAsync(KvMessage message, CancellationToken cancellationToken)
    {
        try
        {
            ReportOverflow();
            await (message.IsCall ? LookForReplayAsync(cancellationToken) : ReadAsync(message, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a batch that fails in a way nobody foresaw must not end the subscription; the index may be wrong now, so it starts over
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBatchFailed(worker.Id.Value, e);
            OwnLane?.Feed.Resync("a batch could not be applied");
        }
        finally
        {
            _queue.Release(message);
        }
    }

    private async ValueTask ReadAsync(KvMessage message, CancellationToken cancellationToken)
    {
        _decoder.TryRead(message.Payload, out var batch);
        if (ranks.Of(batch) is not { } rank)
        {
            OnMalformed(message.Sequence, "it names a rank that no engine has", message.Payload.Span);
            return;
        }

        if (Lane(rank) is not { } lane)
        {
            // the worker has been removed, or the fleet has more ranks than the index has room for
            Interlocked.Increment(ref _malformed);
            metrics.Malformed();
        }
        else
        {
            await lane.WriteAsync(_decoder, message.Payload, message.Sequence, lane.Feed, sent: null, cancellationToken);
            Volatile.Write(ref _lag, time.GetElapsedTime(message.Received).Ticks);
        }
    }

    private ValueTask LookForReplayAsync(CancellationToken cancellationToken) => OwnLane?.ReplayIfWantedAsync(cancellationToken) ?? ValueTask.CompletedTask;

    private void ReportOverflow()
    {
        var overflowed = Volatile.Read(ref _overflowed);
        if (overflowed == _overflowReported)
        {
            return;
        }

        // whose they were stands in what was thrown away
        foreach (var feed in lanes.Caches.Of(worker))
        {
            feed.OnOverflow(overflowed - _overflowReported);
        }

        _overflowReported = overflowed;
    }

    private void OnMalformed(ulong? sequence, string problem, ReadOnlySpan<byte> frame)
    {
        Interlocked.Increment(ref _malformed);
        metrics.Malformed();
        if ((OwnLane?.Feed ?? lanes.Caches.Of(worker).FirstOrDefault()) is { } feed)
        {
            feed.OnMalformed();
            feed.RejectedFrames.Add(sequence, KvEventFault.NotABatch, problem, 0, frame);
        }
    }

    private KvFeedLane? Lane(int rank)
    {
        if (_lanes[rank] is null && lanes.Open(worker, rank) is { } lane)
        {
            _lanes[rank] = lane;

            // after it can be found there: whoever loses the peer meanwhile says so again
            lane.Feed.SetConnected(_connected);
        }

        return _lanes[rank];
    }

    [LoggerMessage(1, LogLevel.Error, "A batch of KV events of worker {Worker} could not be applied", EventName = "KvBatchFailed")]
    private partial void LogBatchFailed(string worker, Exception exception);
}
