using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

[Collection(Alone.Name)]
public sealed class ReaderTests : IDisposable
{
    private readonly ReaderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task FullQueue_ThrowsAwayAloud()
    {
        await _bench.HandleAsync(0, TestBatches.Store(0));
        Assert.Equal(KvTrust.Trusted, _bench.Feed.Trust.Trust);

        for (var n = 1ul; n <= KvFeedQueue.MaxBatches + 10; n++)
        {
            _bench.Reader.Accept(n, TestBatches.Store(n));
        }

        var full = _bench.Reader.View();
        Assert.Equal((KvFeedQueue.MaxBatches, 10L), (full.QueuedBatches, full.Overflowed));
        Assert.True(full.QueuedBytes > 0);

        await _bench.Reader.HandleQueuedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(KvFeedQueue.MaxBatches + 1, _bench.Feed.View().HeldBlocks);
        Assert.Equal(KvTrust.Untrusted, _bench.Feed.Trust.Trust);
        Assert.Contains("10 batches came faster", _bench.Feed.Trust.Cause, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), (_bench.Reader.View().QueuedBytes, _bench.Budget.Bytes));

        // the next number shows what is missing
        await _bench.HandleAsync(KvFeedQueue.MaxBatches + 11, TestBatches.Store(1));
        Assert.Equal(10, _bench.Feed.View().MissedBatches);
    }

    [Fact]
    public void FullInBytes_ThrowsAwayToo()
    {
        var payload = new byte[4 * 1024 * 1024];
        for (var n = 0ul; n < 10; n++)
        {
            _bench.Reader.Accept(n, payload);
        }

        Assert.Equal((8, 2L, (long)KvFeedQueue.MaxBytes), (_bench.Reader.View().QueuedBatches, _bench.Reader.View().Overflowed, _bench.Reader.View().QueuedBytes));
    }

    [Fact]
    public void Budget_OfAllQueues_IsABoundToo()
    {
        Assert.True(_bench.Budget.TryTake((int)KvQueueBudget.MaxBytes));

        _bench.Reader.Accept(0, TestBatches.Store(0));

        Assert.Equal((0, 1L), (_bench.Reader.View().QueuedBatches, _bench.Reader.View().Overflowed));
        Assert.Equal(KvQueueBudget.MaxBytes, _bench.Budget.Bytes);
    }

    [Fact]
    public async Task WorkerThatHasLeft_LosesItsBatchesAloud()
    {
        await _bench.HandleAsync(0, TestBatches.Store(0));
        _bench.Caches.Remove(_bench.Worker);

        await _bench.HandleAsync(1, TestBatches.Store(1));

        Assert.Equal(0, _bench.Caches.Index.PairCount);
    }

    /// <summary>
    /// Mutated vectors, random bytes and handmade lies: no exception, memory stays where it was, every event is either used or counted
    /// by cause, and a good batch is read afterwards.
    /// </summary>
    [Fact]
    public async Task OneMillionFuzzedFrames_DoNoHarm()
    {
        const int Frames = 1_000_000;
        var frames = new FuzzedFrames(new Random(20260516));
        var expected = new CountingSink();
        var check = new KvEventDecoder();
        var feed = _bench.Feed;
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var sequence = 0ul;
        var worst = 0L;
        for (var i = 0; i < Frames; i++)
        {
            var payload = frames.Next();
            await _bench.HandleAsync(sequence++, payload);
            check.TryDecode(payload, expected, out _);
            if (i % 100_000 == 0)
            {
                worst = Math.Max(worst, GC.GetTotalMemory(forceFullCollection: true) - memory);
            }
        }

        worst = Math.Max(worst, GC.GetTotalMemory(forceFullCollection: true) - memory);
        var view = feed.View();
        Assert.True(worst <= 64 << 20, $"{worst >> 20} MiB more than before");
        Assert.Equal(Frames, view.Batches);
        Assert.Equal(expected.Events, view.Events);
        Assert.Equal(expected.Faults, view.Rejected);
        Assert.Equal(Enum.GetValues<KvEventFault>().Length, view.Rejected.Count);
        Assert.Equal((0L, 0L), (_bench.Reader.View().QueuedBytes, _bench.Reader.View().Overflowed));

        feed.Resync("the test wants it empty");
        await _bench.HandleAsync(sequence, Vectors.P1);
        Assert.Equal(2, feed.View().HeldBlocks);
    }

    /// <summary>Numbers that jump, repeat and go back, on good and bad payloads.</summary>
    [Fact]
    public async Task FuzzedSequences_DoNoHarm()
    {
        var random = new Random(7);
        var frames = new FuzzedFrames(random);
        var sequence = 0ul;
        for (var i = 0; i < 50_000; i++)
        {
            sequence = random.Next(20) switch
            {
                0 => 0,
                1 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
                2 => sequence,
                3 => sequence + (ulong)random.Next(5),
                4 => ulong.MaxValue - (ulong)random.Next(3),
                _ => sequence + 1,
            };
            await _bench.HandleAsync(sequence, frames.Next());
        }

        await _bench.HandleAsync(0, Vectors.P1);
        Assert.Equal(2, _bench.Feed.View().HeldBlocks);
        Assert.Equal(0, _bench.Reader.View().QueuedBytes);
    }
}
