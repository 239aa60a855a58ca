using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Measuring;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Of messages that cannot be used, number, cause, length and hash are kept, and nothing of what was in them.</summary>
public sealed class RejectedFrameTests : IDisposable
{
    private const string Cleared = "91b0416c6c426c6f636b73436c6561726564";

    private readonly ReaderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task CutOffBatch_IsNotedWithItsNumberAndHash()
    {
        var frame = Vectors.P2[..^9];
        await _bench.HandleAsync(0, Vectors.P1);
        await _bench.HandleAsync(1, frame);

        var noted = Assert.Single(_bench.Feed.RejectedFrames.Read());

        Assert.Equal((1UL, KvEventFault.NotABatch, 0, frame.Length), (noted.Sequence, noted.Fault, noted.Events, noted.Bytes));
        Assert.Equal("it is cut off, or nested too deep", noted.Problem);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(frame)), noted.Sha256);
        Assert.Equal(1, _bench.Feed.View().Rejected[KvEventFault.NotABatch]);
    }

    [Fact]
    public async Task BatchWithBadEvents_IsNotedOnceWithTheFirstCause()
    {
        var frame = Convert.FromHexString($"92c093{Cleared}91a45768617490");
        await _bench.HandleAsync(7, frame);

        var noted = Assert.Single(_bench.Feed.RejectedFrames.Read());

        Assert.Equal((7UL, KvEventFault.UnknownType, 2, null), (noted.Sequence, noted.Fault, noted.Events, noted.Problem));
        Assert.Equal(1, _bench.Feed.View().Events);
    }

    [Fact]
    public void MessageThatIsNoBatchAtAll_IsNotedWithoutBeingQueued()
    {
        _bench.Reader.Accept(ulong.MaxValue, Vectors.P1);

        var noted = Assert.Single(_bench.Feed.RejectedFrames.Read());

        Assert.Equal((ulong.MaxValue, "its number is the one that ends a replay", Vectors.P1.Length), (noted.Sequence, noted.Problem, noted.Bytes));
        Assert.Equal(0, _bench.Reader.View().QueuedBatches);
    }

    [Fact]
    public async Task GoodBatches_NoteNothingAndAllocateNothingForIt()
    {
        var number = 0ul;
        foreach (var good in Vectors.All)
        {
            await _bench.HandleAsync(number++, good);
        }

        Assert.Empty(_bench.Feed.RejectedFrames.Read());

        var decoder = new KvEventDecoder();
        decoder.TryDecode(Vectors.P4, new CountingSink(), out _);
        var feed = _bench.Feed;
        KvFeedLane.Note(feed, decoder, 0, Vectors.P4);

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                KvFeedLane.Note(feed, decoder, 0, Vectors.P4);
            }
        }));
    }

    [Fact]
    public async Task AfterABadBatch_TheNextGoodOneIsNotTakenForIt()
    {
        await _bench.HandleAsync(0, [0x93]);
        await _bench.HandleAsync(1, Vectors.P1);

        Assert.Equal(0UL, Assert.Single(_bench.Feed.RejectedFrames.Read()).Sequence);
    }

    [Fact]
    public async Task Many_KeepsTheNewestFirst()
    {
        for (var number = 0ul; number < RejectedFrames.Kept + 5; number++)
        {
            await _bench.HandleAsync(number, [0xc0, (byte)number]);
        }

        var noted = _bench.Feed.RejectedFrames.Read();

        Assert.Equal(Enumerable.Range(0, RejectedFrames.Kept).Select(i => (ulong?)(RejectedFrames.Kept + 4 - i)), noted.Select(f => f.Sequence));
        Assert.Equal(RejectedFrames.Kept, noted.Select(f => f.Sha256).Distinct().Count());
    }

    [Fact]
    public void MoreAtOnceThanIsHashed_IsNotedWithoutAHashUntilTheNextSecond()
    {
        var time = new FakeTimeProvider();
        var worker = new WorkerRegistry(time).Add(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://w1") })!;
        var frames = new ReportedCaches(new ReportedPrefixIndex(), 4, time).Open(worker, 0)!.RejectedFrames;
        var large = new byte[RejectedFrames.HashedPerSecond - 10];

        Add(1, large);
        Add(2, new byte[11]);
        Add(3, new byte[10]);
        time.Advance(TimeSpan.FromSeconds(1));
        Add(4, large);

        Assert.Equal([(4UL, true), (3UL, true), (2UL, false), (1UL, true)], frames.Read().Select(f => (f.Sequence!.Value, f.Sha256 is not null)));

        void Add(ulong number, byte[] frame) => frames.Add(number, KvEventFault.NotABatch, "it is not one", 0, frame);
    }

    /// <summary>Over a real socket: messages whose frames are not those of a batch.</summary>
    [Fact]
    public async Task OverASocket_WrongFramesAndABrokenBatch_AreNotedOfTheirFeed()
    {
        using var publisher = new TestPublisher();
        await using var fleet = await SubscribedFleet.StartAsync();
        var worker = fleet.Add("w1", new KvEventSource(publisher.Endpoint));
        publisher.WaitForSubscriber();
        publisher.Send(0, TestBatches.Store(0));
        publisher.SendFrames([], new byte[4], [1, 2, 3]);
        publisher.SendFrames([], [5]);
        publisher.Send(1, [0xc1, 0xff]);
        await fleet.UntilAsync(() => fleet.Caches.Of(worker) is [var found] && found.RejectedFrames.Read().Length == 3);
        var feed = fleet.Caches.Of(worker)[0];

        var noted = feed.RejectedFrames.Read().OrderBy(f => f.Bytes).ToArray();

        Assert.Equal([(1, "it has not three frames"), (2, "it is neither an array nor a map, or is cut off"), (3, "its number has not 8 bytes")], noted.Select(f => (f.Bytes, f.Problem)));
        Assert.Equal([null, 1UL, null], noted.Select(f => f.Sequence));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0xc1, 0xff])), noted[1].Sha256);
    }
}
