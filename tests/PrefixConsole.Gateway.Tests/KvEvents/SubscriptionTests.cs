using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Batches over real sockets, from an engine's publisher to the index.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task Vectors_OfEveryEra_AreApplied()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();

        for (var i = 0; i < Vectors.All.Count; i++)
        {
            engine.Send((ulong)i, Vectors.All[i], "kv@10.0.0.1:8000@m");
        }

        // a batch counts before its events do, and its bytes are given back last
        await fleet.UntilAsync(() => fleet.View(worker).Events == 12 && fleet.Transports.Find(worker.Id, 0) is { QueuedBytes: 0, Lag: not null });
        var view = fleet.View(worker);
        Assert.Equal(Vectors.All.Count, view.Batches);
        Assert.Empty(view.Rejected);
        Assert.Equal(4, view.Sequence);
        Assert.Equal(KvTrust.Trusted, view.Trust.Trust);
        var transport = fleet.Transports.Find(worker.Id, 0)!;
        Assert.True(transport.Connected);
        Assert.Equal(engine.Endpoint, transport.Endpoint);
        Assert.NotNull(transport.Lag);
        Assert.Equal((0, 0L, 0L, 0L), (transport.QueuedBatches, transport.QueuedBytes, transport.Malformed, transport.Overflowed));
    }

    /// <summary>A host that fails before it starts disposes of what it made.</summary>
    [Fact]
    public async Task Subscriptions_NeverStarted_AreDisposedOf()
    {
        var fleet = SubscribedFleet.Create();
        fleet.Add("w1", new KvEventSource("tcp://127.0.0.1:9"));

        await fleet.DisposeAsync();

        Assert.Null(fleet.Transports.Listener);
    }

    [Fact]
    public async Task Topic_OfTheSource_IsWhatIsSubscribedTo()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint, Topic: "kv@mine"));
        Assert.Equal("kv@mine", engine.WaitForSubscriber());

        engine.Send(0, TestBatches.Store(0), "kv@other@m");
        engine.Send(0, TestBatches.Store(1), "kv@mine@m");

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 1));
    }

    [Fact]
    public async Task Malformed_Messages_AreCountedAndTheSubscriptionLives()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();

        engine.SendFrames([], TestPublisher.Number(0));
        engine.SendFrames([], [0, 0, 0, 0], TestBatches.Store(0));
        engine.SendFrames(TestBatches.Store(0));
        engine.SendFrames([], TestPublisher.Number(0), TestBatches.Store(0), []);
        engine.SendFrames([.. Enumerable.Repeat(Array.Empty<byte>(), 100)]);
        engine.Send(ulong.MaxValue, TestBatches.Store(0));
        engine.Send(0, new byte[KvEventLimits.MaxBatchBytes + 1]);
        engine.Send(0, [0xc1]);
        engine.Send(1, TestBatches.Store(1));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 1));
        Assert.Equal(7, fleet.Transports.Find(worker.Id, 0)!.Malformed);
        Assert.Equal(8, fleet.View(worker).Rejected[KvEventFault.NotABatch]);
        Assert.Equal(2, fleet.View(worker).Batches);
    }

    [Fact]
    public async Task Gap_WithoutReplay_CostsTheTrust()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0));
        engine.Send(1, TestBatches.Store(1));
        engine.Send(5, TestBatches.Store(5));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 5));
        Assert.Equal(KvTrust.Untrusted, fleet.View(worker).Trust.Trust);
        Assert.Equal((3L, 1L, 3L), (fleet.View(worker).Batches, fleet.View(worker).Gaps, fleet.View(worker).MissedBatches));
    }

    [Fact]
    public async Task Restart_OnTheSamePort_ClearsWhatTheFirstLifeReported()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var first = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(first.Endpoint));
        first.WaitForSubscriber();
        first.Send(0, TestBatches.Store(0));
        first.Send(1, TestBatches.Store(1));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0, 1));

        first.Dispose();
        await fleet.UntilAsync(() => !fleet.Transports.Find(worker.Id, 0)!.Connected && fleet.View(worker).Trust.Trust == KvTrust.Silent);
        using var second = new TestPublisher(first.Port);
        second.WaitForSubscriber();
        second.Send(0, TestBatches.Store(7));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 7));
        Assert.Equal((2, 1L), (fleet.View(worker).Epoch, fleet.View(worker).Restarts));
        Assert.Equal(1, fleet.Transports.Find(worker.Id, 0)!.Reconnects);
        Assert.True(fleet.Transports.Find(worker.Id, 0)!.Connected);
    }

    [Fact]
    public async Task Removal_OfAWorker_Unsubscribes()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();
        engine.Send(0, TestBatches.Store(0));
        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0));

        fleet.Registry.Remove(worker.Id);

        engine.WaitForNobody();
        await fleet.UntilAsync(() => fleet.Transports.Find(worker.Id, 0) is null);
        Assert.Equal(0, fleet.Caches.Index.PairCount);

        var again = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();
        engine.Send(0, TestBatches.Store(3));
        await fleet.UntilAsync(() => fleet.HoldsExactly(again, 3));
    }

    [Fact]
    public async Task Ranks_HaveAPortAndAFeedEach()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var (first, second) = Neighbours();
        using (first)
        using (second)
        {
            var worker = fleet.Add("w1", new KvEventSource(first.Endpoint, Ranks: 2));
            first.WaitForSubscriber();
            second.WaitForSubscriber();

            first.Send(0, TestBatches.Store(0));
            second.Send(0, TestBatches.Store(1));
            second.Send(1, TestBatches.Store(2));

            await fleet.UntilAsync(() => fleet.View(worker, 0).HeldBlocks == 1 && fleet.View(worker, 1).HeldBlocks == 2);
            Assert.Equal(second.Endpoint, fleet.Transports.Find(worker.Id, 1)!.Endpoint);
        }
    }

    [Fact]
    public async Task Rank_InTheBatch_WinsWhereThereAreSeveral()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var (first, second) = Neighbours();
        using (first)
        using (second)
        {
            var worker = fleet.Add("w1", new KvEventSource(first.Endpoint, Ranks: 2));
            first.WaitForSubscriber();
            first.Send(0, TestBatches.Store(0, rank: 1));
            first.Send(1, TestBatches.Store(1, rank: 1000));
            first.Send(0, TestBatches.Store(2));

            await fleet.UntilAsync(() => fleet.View(worker, 0).HeldBlocks == 1);
            Assert.Equal(1, fleet.View(worker, 1).HeldBlocks);
            Assert.Equal(1, fleet.Transports.Find(worker.Id, 0)!.Malformed);
        }
    }

    [Fact]
    public async Task Rank_InTheBatchOfAWorkerWithOne_IsItsPlaceAmongOthers()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        using var engine = new TestPublisher();
        var worker = fleet.Add("w1", new KvEventSource(engine.Endpoint));
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0, rank: 3));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0));
        Assert.Equal(0, Assert.Single(fleet.Caches.Of(worker)).Rank);
    }

    [Fact]
    public async Task Listening_TakesAnEngineThatConnects()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var port = FreePort();
        var worker = fleet.Add("w1", new KvEventSource($"tcp://*:{port}"));
        using var engine = TestPublisher.ConnectTo($"tcp://127.0.0.1:{port}");
        engine.WaitForSubscriber();
        await fleet.UntilAsync(() => fleet.Transports.Find(worker.Id, 0)!.Connected);

        engine.Send(0, TestBatches.Store(0));

        await fleet.UntilAsync(() => fleet.HoldsExactly(worker, 0));
        engine.Dispose();
        await fleet.UntilAsync(() => !fleet.Transports.Find(worker.Id, 0)!.Connected);
    }

    [Fact]
    public async Task Listening_WhereSomebodyElseDoes_SaysSoAndTriesAgain()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        var worker = fleet.Add("w1", new KvEventSource($"tcp://*:{port}"));
        await fleet.UntilAsync(() => fleet.Transports.Find(worker.Id, 0)?.Problem is not null);
        Assert.Contains("AddressAlreadyInUse", fleet.Transports.Find(worker.Id, 0)!.Problem, StringComparison.Ordinal);

        other.Stop();

        await fleet.UntilAsync(() => fleet.Transports.Find(worker.Id, 0)!.Problem is null);
        using var engine = TestPublisher.ConnectTo($"tcp://127.0.0.1:{port}");
        engine.WaitForSubscriber();
    }

    [Fact]
    public async Task Name_ThatIsNotKnown_IsAProblemAndNoCrash()
    {
        await using var fleet = await SubscribedFleet.StartAsync();
        var worker = fleet.Add("w1", new KvEventSource("tcp://nobody.invalid:5557"));

        await fleet.UntilAsync(() => fleet.Transports.Find(worker.Id, 0)?.Problem is not null);
        Assert.StartsWith("'nobody.invalid' is not known", fleet.Transports.Find(worker.Id, 0)!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_ForAll_FindsTheWorkerByTheTopic()
    {
        var port = FreePort();
        await using var fleet = await SubscribedFleet.StartAsync($"tcp://*:{port}");
        var named = fleet.Add("w1", null);
        var addressed = fleet.Add("w2", null, "http://10.0.0.1:8000");
        using var engine = TestPublisher.ConnectTo($"tcp://127.0.0.1:{port}");
        engine.WaitForSubscriber();

        engine.Send(0, TestBatches.Store(0), "w1");
        engine.Send(0, TestBatches.Store(1), "kv@10.0.0.1:8000@m");
        engine.Send(1, TestBatches.Store(2, rank: 0), "kv@10.0.0.1:8000@m");
        engine.Send(0, TestBatches.Store(3, rank: 1), "kv@10.0.0.1:8000@m");
        engine.Send(0, TestBatches.Store(4), "kv@10.9.9.9:8000@m");
        engine.Send(0, TestBatches.Store(4), new string('x', 257));
        engine.SendFrames([0xff, 0xfe], TestPublisher.Number(0), TestBatches.Store(4));

        await fleet.UntilAsync(() => fleet.Transports.Listener is { Unknown: 2, Malformed: 1 });
        await fleet.UntilAsync(() => fleet.Held(named) + fleet.Held(addressed) == 4);
        Assert.True(fleet.HoldsExactly(named, 0));
        Assert.Equal((2, 1), (fleet.View(addressed, 0).HeldBlocks, fleet.View(addressed, 1).HeldBlocks));
        Assert.Equal(1, fleet.Transports.Listener!.Peers);
        Assert.True(fleet.Transports.Find(addressed.Id, 0)!.Connected);

        // a worker that comes later is found, one that has gone is not
        var late = fleet.Add("10.9.9.9:8000".Replace(':', '-'), null, "http://10.9.9.9:8000");
        fleet.Registry.Remove(named.Id);
        await fleet.UntilAsync(() => fleet.Transports.Find(named.Id, 0) is null);
        engine.Send(0, TestBatches.Store(5), "kv@10.9.9.9:8000@m");
        engine.Send(1, TestBatches.Store(6), "w1");
        await fleet.UntilAsync(() => fleet.HoldsExactly(late, 5) && fleet.Transports.Listener is { Unknown: 3, LastUnknown: "w1" });
    }

    [Theory]
    [InlineData("kv@10.0.0.1:8000@m", "10.0.0.1:8000", "m")]
    [InlineData("foo", "foo", "")]
    [InlineData("kv@a@b@c", "kv@a@b@c", "")]
    [InlineData("xx@a@b", "xx@a@b", "")]
    [InlineData("", "", "")]
    public void Topic_NamesSourceAndModel(string topic, string source, string model) => Assert.Equal(new KvTopic(source, model), KvTopic.Parse(topic));

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        probe.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Two publishers on ports that follow each other.</summary>
    private static (TestPublisher First, TestPublisher Second) Neighbours()
    {
        while (true)
        {
            var first = new TestPublisher();
            try
            {
                return (first, new TestPublisher(first.Port + 1));
            }
            catch (NetMQ.NetMQException)
            {
                first.Dispose();
            }
        }
    }
}
