using System.Collections.Concurrent;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Missing batches asked for again, over real sockets.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Shapes => ["short", "long", "bare"];

    private readonly ConcurrentDictionary<ulong, byte[]> _history = new();
    private volatile Func<ulong, IEnumerable<byte[][]>> _answer;

    public ReplayTests() => _answer = from => Known(from, 100).Append(TestReplay.End);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Gap_WithReplay_IsFilledAndEachBatchIsAppliedOnce(string shape)
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();
        var worker = await JoinAsync(fleet, engine, replay);

        // the replay brings batch 3 as well, which is the one that shows the gap
        Remember(0, 1, 2, 3);
        _answer = from => _history.Keys.Where(n => n >= from).Order().Select(n => Reply(shape, n)).Append(TestReplay.End);
        engine.Send(0, TestBatches.Store(0));
        engine.Send(1, TestBatches.Store(1));
        engine.Send(3, TestBatches.Store(3));
        engine.Send(4, TestBatches.Store(4));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1, 2, 3, 4));
        var view = fleet.View(worker);
        Assert.Equal(KvTrust.Trusted, view.Trust.Trust);
        Assert.Equal((5L, 1L, 1L, 2L, 0L), (view.Batches, view.Gaps, view.MissedBatches, view.Replays, view.FailedReplays));
        Assert.Equal([0ul, 2ul], replay.Asked);
    }

    [Fact]
    public async Task Joining_Late_ReplaysFromTheFirst()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        Remember([.. Range(0, 10)]);
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();

        var worker = await JoinAsync(fleet, engine, replay);

        Assert.Equal(10, fleet.Held(worker));
        engine.Send(10, TestBatches.Store(10));
        await fleet.UntilAsync(() => fleet.Held(worker) == 11);
        Assert.Equal((KvTrust.Trusted, 0L), (fleet.View(worker).Trust.Trust, fleet.View(worker).Gaps));
    }

    [Fact]
    public async Task Replay_ThatBeginsLater_ClearsAndGoesOnFromThere()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();
        var worker = await JoinAsync(fleet, engine, replay);

        engine.Send(0, TestBatches.Store(0));
        Remember(5, 6, 7);
        engine.Send(8, TestBatches.Store(8));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 5, 6, 7, 8));
        Assert.Equal(KvTrust.Untrusted, fleet.View(worker).Trust.Trust);
        Assert.Contains("history starts at batch 5", fleet.View(worker).Trust.Cause, StringComparison.Ordinal);
    }

    /// <summary>A socket that drops what it cannot send at once leaves a hole: the rest is asked for again.</summary>
    [Fact]
    public async Task Replay_WithAHole_IsAskedAgainFromThere()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        Remember([.. Range(0, 10)]);
        _answer = from => Known(from, 100, without: from == 0 ? 3 : null).Append(TestReplay.End);
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();

        var worker = await JoinAsync(fleet, engine, replay);

        Assert.Equal(10, fleet.Held(worker));
        await fleet.UntilAsync(() => replay.Asked.Count == 2);
        Assert.Equal([0ul, 3ul], replay.Asked);
    }

    [Fact]
    public async Task Replay_ThatStopsHalfWay_IsAskedForTheRest()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        Remember([.. Range(0, 10)]);
        _answer = from => from == 0 ? Known(0, 4) : Known(from, 100).Append(TestReplay.End);
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();

        var worker = await JoinAsync(fleet, engine, replay);

        Assert.Equal(10, fleet.Held(worker));
        await fleet.UntilAsync(() => replay.Asked.Count == 2);
        Assert.Equal([0ul, 4ul], replay.Asked);
    }

    [Fact]
    public async Task Replay_OfAnEngineThatDoesNotAnswer_EndsAndOtherFeedsGoOnMeanwhile()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();
        using var other = new TestPublisher();
        var worker = await JoinAsync(fleet, engine, replay);
        var neighbour = fleet.Add("w2", new KvEventSource(other.Endpoint));
        other.WaitForSubscriber();
        _answer = _ => [];
        engine.Send(0, TestBatches.Store(0));
        engine.Send(5, TestBatches.Store(5));
        await fleet.UntilAsync(() => fleet.View(worker).Replays == 2);

        other.Send(0, TestBatches.Store(1));
        await fleet.UntilAsync(() => fleet.HoldsExactly(neighbour, 1));
        Assert.Equal(0, fleet.View(worker).FailedReplays);

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 5));
        Assert.Equal(KvTrust.Untrusted, fleet.View(worker).Trust.Trust);
        Assert.Equal(1, fleet.View(worker).FailedReplays);
        Assert.Equal([0ul, 1ul, 1ul, 1ul], replay.Asked);
    }

    [Fact]
    public async Task Replay_WithMalformedReplies_CountsThemAndTakesTheRest()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();
        var worker = await JoinAsync(fleet, engine, replay);

        Remember(2);
        _answer = from => new byte[][][] { [[], [1, 2, 3], []], [[1]], [[], TestPublisher.Number(from), [0xc1]] }
            .Concat(Known(from + 1, 3))
            .Append(TestReplay.End);
        engine.Send(0, TestBatches.Store(0));
        engine.Send(3, TestBatches.Store(3));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 2, 3));
        Assert.Equal(3, fleet.View(worker).Rejected[KvEventFault.NotABatch]);
    }

    [Fact]
    public async Task Resync_ByAnOperator_ReplaysWithoutWaitingForABatch()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        Remember(0, 1);
        using var replay = new TestReplay(from => _answer(from));
        using var engine = new TestPublisher();
        var worker = await JoinAsync(fleet, engine, replay);
        Assert.True(fleet.HoldsExactly(worker, 0, 1));

        Assert.Single(fleet.Caches.Of(worker)).Resync("an operator wants it");

        Assert.Equal(0, fleet.Held(worker));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1) && fleet.View(worker).Trust.Trust == KvTrust.Trusted);
        Assert.Equal(2, fleet.View(worker).Replays);
    }

    /// <summary>The engine was restarted while it could not be reached: it no longer knows the last batch that was applied, and says nothing by itself.</summary>
    [Fact]
    public async Task Reconnection_ToAnotherLifeOfTheEngine_ShowsInItsReplay()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        Remember(0, 1, 2);
        using var replay = new TestReplay(from => _answer(from));
        var first = new TestPublisher();
        var worker = await JoinAsync(fleet, first, replay);
        Assert.True(fleet.HoldsExactly(worker, 0, 1, 2));
        first.Dispose();
        await fleet.UntilAsync(() => fleet.View(worker).Trust.Trust == KvTrust.Silent);

        _history.Clear();
        _history[0] = TestBatches.Store(9);
        using var second = new TestPublisher(first.Port);

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 9));
        Assert.Equal(1, fleet.View(worker).Restarts);
        Assert.Equal([0ul, 2ul, 0ul], replay.Asked);
    }

    /// <summary>Subscribes, and waits for the end of the replay that every new connection begins with.</summary>
    private static async Task<Worker> JoinAsync(SubscribedFleet fleet, TestPublisher engine, TestReplay replay)
    {
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();
        await fleet.UntilAsync(() => fleet.Caches.TrustOf(worker).Trust == KvTrust.Trusted);
        return worker;
    }

    private void Remember(params ulong[] numbers)
    {
        foreach (var number in numbers)
        {
            _history[number] = TestBatches.Store(number);
        }
    }

    private IEnumerable<byte[][]> Known(ulong from, ulong to, ulong? without = null) =>
        _history.Keys.Where(n => n >= from && n < to && n != without).Order().Select(n => TestReplay.Short(n, _history[n]));

    private static IEnumerable<ulong> Range(ulong from, ulong to)
    {
        for (var n = from; n < to; n++)
        {
            yield return n;
        }
    }

    private static byte[][] Reply(string shape, ulong number) => shape switch
    {
        "short" => TestReplay.Short(number, TestBatches.Store(number)),
        "long" => TestReplay.Long(number, TestBatches.Store(number)),
        _ => TestReplay.Bare(number, TestBatches.Store(number)),
    };
}
