using System.Collections.Concurrent;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Missing batches asked for again, over real sockets.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Shapes => ["short", "long", "bare"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Gap_WithReplay_IsFilledAndEachBatchIsAppliedOnce(string shape)
    {
        // the replay brings batch 3 as well, which is the one that showed the gap
        using var replay = new TestReplay(from => Range(from, 4).Select(n => Reply(shape, n)).Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0));
        engine.Send(1, TestBatches.Store(1));
        engine.Send(3, TestBatches.Store(3));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1, 2, 3));
        engine.Send(4, TestBatches.Store(4));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1, 2, 3, 4));
        var view = fleet.View(worker);
        Assert.Equal(KvTrust.Trusted, view.Trust.Trust);
        Assert.Equal((5L, 1L, 1L, 0L), (view.Batches, view.Gaps, view.MissedBatches, view.FailedReplays));
        Assert.Contains(2ul, replay.Asked);
    }

    [Fact]
    public async Task Joining_Late_ReplaysFromTheFirst()
    {
        using var replay = new TestReplay(from => Range(from, 10).Select(n => TestReplay.Short(n, TestBatches.Store(n))).Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(10, TestBatches.Store(10));

        await fleet.UntilAsync(() => fleet.Held(worker) == 11 && fleet.View(worker).Trust.Trust == KvTrust.Trusted);
    }

    [Fact]
    public async Task Replay_ThatBeginsLater_ClearsAndGoesOnFromThere()
    {
        using var replay = new TestReplay(from => Range(5, 8).Select(n => TestReplay.Long(n, TestBatches.Store(n))).Append([[], [], TestPublisher.Number(ulong.MaxValue), []]));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0));
        engine.Send(8, TestBatches.Store(8));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 5, 6, 7, 8));
        Assert.Equal(KvTrust.Untrusted, fleet.View(worker).Trust.Trust);
        Assert.Contains("history starts at batch 5", fleet.View(worker).Trust.Cause, StringComparison.Ordinal);
    }

    /// <summary>A socket that drops what it cannot send at once leaves a hole: the rest is asked for again.</summary>
    [Fact]
    public async Task Replay_WithAHole_IsAskedAgainFromThere()
    {
        using var replay = new TestReplay(from => Range(from, 10)
            .Where(n => from > 0 || n is < 3 or > 5)
            .Select(n => TestReplay.Short(n, TestBatches.Store(n)))
            .Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(10, TestBatches.Store(10));

        await fleet.UntilAsync(() => fleet.Held(worker) == 11);
        Assert.Contains(3ul, replay.Asked);
        Assert.Equal(KvTrust.Trusted, fleet.View(worker).Trust.Trust);
    }

    [Fact]
    public async Task Replay_ThatStopsHalfWay_IsAskedForTheRest()
    {
        using var replay = new TestReplay(from => from == 0
            ? Range(0, 4).Select(n => TestReplay.Short(n, TestBatches.Store(n)))
            : Range(from, 10).Select(n => TestReplay.Short(n, TestBatches.Store(n))).Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(10, TestBatches.Store(10));

        await fleet.UntilAsync(() => fleet.Held(worker) == 11);
        Assert.Contains(4ul, replay.Asked);
    }

    [Fact]
    public async Task Replay_OfAnEngineThatDoesNotAnswer_EndsAndOtherFeedsGoOnMeanwhile()
    {
        using var silent = new TestReplay(_ => []);
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        using var other = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, silent.Endpoint));
        var neighbour = fleet.Add("w2", new KvEventSource(other.Endpoint));
        engine.WaitForSubscriber();
        other.WaitForSubscriber();
        engine.Send(0, TestBatches.Store(0));
        engine.Send(5, TestBatches.Store(5));
        await fleet.UntilAsync(() => !silent.Asked.IsEmpty);

        other.Send(0, TestBatches.Store(1));
        await fleet.UntilAsync(() => fleet.HoldsExactly(neighbour, 1));
        Assert.Equal(0, fleet.View(worker).FailedReplays);

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 5));
        Assert.Equal(KvTrust.Untrusted, fleet.View(worker).Trust.Trust);
        Assert.Equal(1, fleet.View(worker).FailedReplays);
        Assert.Equal(3, silent.Asked.Count);
    }

    [Fact]
    public async Task Replay_WithMalformedReplies_CountsThemAndTakesTheRest()
    {
        using var replay = new TestReplay(from => new byte[][][] { [[], [1, 2, 3], []], [[1]], [[], TestPublisher.Number(from), [0xc1]] }
            .Concat(Range(from + 1, 3).Select(n => TestReplay.Short(n, TestBatches.Store(n))))
            .Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0));
        engine.Send(3, TestBatches.Store(3));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 2, 3));
        Assert.Equal(3, fleet.View(worker).Rejected[KvEventFault.NotABatch]);
    }

    [Fact]
    public async Task Resync_ByAnOperator_ReplaysWithoutWaitingForABatch()
    {
        using var replay = new TestReplay(from => Range(from, 2).Select(n => TestReplay.Short(n, TestBatches.Store(n))).Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, replay.Endpoint));
        engine.WaitForSubscriber();
        engine.Send(0, TestBatches.Store(0));
        engine.Send(1, TestBatches.Store(1));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1));

        Assert.Single(fleet.Caches.Of(worker)).Resync("an operator wants it");

        Assert.Equal(0, fleet.Held(worker));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1) && fleet.View(worker).Trust.Trust == KvTrust.Trusted);
    }

    /// <summary>The engine was restarted while it could not be reached: it no longer knows the last batch that was applied, and says nothing by itself.</summary>
    [Fact]
    public async Task Reconnection_ToAnotherLifeOfTheEngine_ShowsInItsReplay()
    {
        var history = new ConcurrentDictionary<ulong, byte[]>(Range(0, 3).ToDictionary(n => n, n => TestBatches.Store(n)));
        using var replay = new TestReplay(from => Range(from, 3).Where(history.ContainsKey).Select(n => TestReplay.Short(n, history[n])).Append(TestReplay.End));
        await using var fleet = await SubscribedFleet.StartAsync();
        var first = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(first.Endpoint, replay.Endpoint));
        first.WaitForSubscriber();
        for (var n = 0ul; n < 3; n++)
        {
            first.Send(n, history[n]);
        }

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1, 2));
        first.Dispose();
        await fleet.UntilAsync(() => fleet.View(worker).Trust.Trust == KvTrust.Silent);

        history.Clear();
        history[0] = TestBatches.Store(9);
        using var second = new TestPublisher(first.Port);

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 9));
        Assert.Equal(1, fleet.View(worker).Restarts);
    }

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
