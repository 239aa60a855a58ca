using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class IngestMonitorTests : IDisposable
{
    private static readonly WorkerId s_w1 = new("w1");

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly ReportedCaches _caches;
    private readonly OneSocket _socket = new();
    private readonly IngestMonitor _monitor;
    private ulong _hash;

    public IngestMonitorTests()
    {
        _registry = new WorkerRegistry(_time);
        _caches = new ReportedCaches(new ReportedPrefixIndex(), 4, _time);
        _monitor = new IngestMonitor(_caches, _registry, [_socket], _time);
        _registry.Removed += _caches.Remove;
        Add("w1");
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Read_WorkersWithoutFeeds_AreNotReportingOrSilentAndHaveNoNumbers()
    {
        _registry.Add(new WorkerConfig
        {
            Id = new WorkerId("w2"),
            Address = new Uri("http://localhost:1"),
            KvEvents = new KvEventSource("tcp://localhost:1"),
        });

        var view = _monitor.Read();

        Assert.Equal([KvTrust.NotReporting, KvTrust.Silent], view.Rows.Select(r => r.Trust.Trust));
        Assert.All(view.Rows, r => Assert.Null(r.Feed));
        Assert.Equal((1, 0, 1, 1), (view.Totals.Feeds, view.Totals.Trusted, view.Totals.Unusable, view.Totals.NotReporting));
        Assert.Null(view.Totals.EventsPerSecond);
        Assert.Null(view.Totals.MaxLag);
    }

    [Fact]
    public void Rates_AreOverTheLastTenSeconds()
    {
        var feed = Open(0);
        for (var second = 0; second < 20; second++)
        {
            Store(feed, events: second < 10 ? 100 : 5);
            Tick();
        }

        var row = Assert.Single(_monitor.Read().Rows);

        Assert.Equal(5, row.EventsPerSecond);
        Assert.Equal(5, row.BlocksPerSecond);
        Assert.Equal(1050, row.Feed!.Events);
    }

    [Fact]
    public void Rates_BeforeTwoSamples_AreUnknown()
    {
        Store(Open(0), 3);
        Assert.Null(_monitor.Read().Rows[0].EventsPerSecond);
        Tick();
        Assert.Null(_monitor.Read().Rows[0].EventsPerSecond);
        Tick();
        Assert.Equal(0, _monitor.Read().Rows[0].EventsPerSecond);
    }

    [Fact]
    public void Series_HasEventsOfEachSecondAndTheLagByThen()
    {
        var feed = Open(0);
        Store(feed, 2);
        Tick();
        _socket.Lag = TimeSpan.FromMilliseconds(7);
        Tick();
        Store(feed, 4);
        Tick();

        var series = _monitor.Series(s_w1, 0);

        Assert.Equal([null, 0, 4], series.Select(s => s.EventsPerSecond));
        Assert.Equal([null, _socket.Lag, _socket.Lag], series.Select(s => s.Lag));
        Assert.Equal(_time.GetUtcNow(), series[^1].At);
    }

    [Fact]
    public void Series_LongRun_KeepsFiveMinutes()
    {
        Open(0);
        for (var i = 0; i < IngestMonitor.SecondsKept + 20; i++)
        {
            Tick();
        }

        Assert.Equal(IngestMonitor.SecondsKept, _monitor.Series(s_w1, 0).Length);
    }

    [Fact]
    public void Series_WorkerLeftAndCameBack_StartsAfresh()
    {
        Store(Open(0), 2);
        Tick();
        Tick();
        _registry.Remove(s_w1);
        Assert.Empty(_monitor.Series(s_w1, 0));
        Add("w1");
        Open(0);
        Tick();

        Assert.Single(_monitor.Series(s_w1, 0));
    }

    [Fact]
    public void Read_Ranks_AreRowsInOrderAndSummed()
    {
        Store(Open(1), 2);
        Store(Open(0), 3);
        Open(0).OnRejected(KvEventFault.BadField);

        var view = _monitor.Read();

        Assert.Equal(["w1/0", "w1/1"], view.Rows.Select(r => r.Key));
        Assert.Equal(5, view.Totals.HeldBlocks);
        Assert.Equal(1, view.Totals.DecodeErrors);
    }

    [Fact]
    public void Quarantine_OneRank_LeavesTheOther()
    {
        Store(Open(0), 1);
        Store(Open(1), 1);

        Assert.True(_monitor.Quarantine(s_w1, 1, on: true));

        Assert.Equal([false, true], _monitor.Read().Rows.Select(r => r.Feed!.Quarantined));
        Assert.True(_monitor.Quarantine(s_w1, null, on: false));
        Assert.All(_monitor.Read().Rows, r => Assert.False(r.Feed!.Quarantined));
    }

    [Fact]
    public void Resync_ForgetsTheBlocksAndSaysWhy()
    {
        Store(Open(0), 3);

        Assert.True(_monitor.Resync(s_w1, 0, "because"));

        var row = _monitor.Read().Rows[0];
        Assert.Equal(0, row.Feed!.HeldBlocks);
        Assert.Contains("because", row.Trust.Cause);
    }

    [Fact]
    public void Memory_GrowsWithTheBlocksAndTheFeedsAddUpToTheTotal()
    {
        var empty = _monitor.Read();
        Store(Open(0), 50_000);
        Store(Open(1), 10_000);

        var view = _monitor.Read();

        Assert.Null(empty.Rows[0].MemoryBytes);
        Assert.True(empty.Totals.MemoryBytes > 0, "the index has room before anything is reported");
        Assert.InRange(view.Rows.Sum(r => r.MemoryBytes!.Value), view.Totals.MemoryBytes - 2, view.Totals.MemoryBytes);
        Assert.True(view.Rows[0].MemoryBytes > 3 * view.Rows[1].MemoryBytes);
        // 16 to 48 bytes in numbers and a quarter to half as much in the table; one entry and a third of a second one in the feed's own table
        Assert.InRange(_caches.Index.MemoryBytes / (double)_caches.Index.PairCount, 22, 67);
        Assert.InRange(view.Rows[0].Feed!.MemoryBytes / 50_000.0, 40, 120);
    }

    [Fact]
    public void Memory_ResyncedFeed_TakesNoPartOfTheIndex()
    {
        Store(Open(0), 1000);
        Store(Open(1), 1000);

        _monitor.Resync(s_w1, 0, "because");

        var rows = _monitor.Read().Rows;
        Assert.True(rows[0].MemoryBytes < rows[1].MemoryBytes);
        Assert.Equal(rows[0].Feed!.MemoryBytes, rows[0].MemoryBytes);
    }

    [Fact]
    public void Rejected_IsOfTheRankOrOfAll_NewestFirst()
    {
        Open(0).RejectedFrames.Add(4, KvEventFault.BadField, null, 1, [1]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Open(1).RejectedFrames.Add(9, KvEventFault.NotABatch, "cut off", 0, [2]);

        Assert.Equal([(1, 9UL), (0, 4UL)], _monitor.Rejected(s_w1, null).Select(r => (r.Rank, r.Frame.Sequence!.Value)));
        Assert.Equal(4UL, Assert.Single(_monitor.Rejected(s_w1, 0)).Frame.Sequence);
        Assert.Empty(_monitor.Rejected(s_w1, 2));
        Assert.Equal((true, false, false), (_monitor.Has(s_w1, 1), _monitor.Has(s_w1, 2), _monitor.Has(new WorkerId("nobody"), null)));
    }

    [Fact]
    public void Act_Unknown_IsFalse()
    {
        Assert.False(_monitor.Resync(s_w1, null, "r"));
        Assert.False(_monitor.Quarantine(new WorkerId("nobody"), 0, on: true));
        Open(0);
        Assert.False(_monitor.Resync(s_w1, 1, "r"));
    }

    [Fact]
    public void Subscribe_HearsOfSamplesAndOfTrusts_UntilDisposed()
    {
        var heard = 0;
        var subscription = _monitor.Subscribe(() => heard++);
        Tick();
        Assert.Equal(1, heard);
        Open(0);
        Assert.Equal(2, heard);

        subscription.Dispose();
        Tick();
        Assert.Equal(2, heard);
    }

    private void Add(string id) => _registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://localhost:1") });

    private KvEventFeed Open(int rank) => _caches.Open(_registry.Find(s_w1)!, rank)!;

    private void Store(KvEventFeed feed, int events)
    {
        feed.Receive(null, 0);
        for (var i = 0; i < events; i++)
        {
            ulong[] blocks = [++_hash];
            int[] tokens = [(int)_hash, 2, 3, 4];
            feed.OnEvent(new KvEvent { Kind = KvEventKind.Stored, EngineHashes = blocks, Tokens = tokens, BlockSize = 4 });
        }

        feed.EndBatch();
    }

    private void Tick()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _monitor.Sample();
    }

    private sealed class OneSocket : IKvTransports
    {
        public TimeSpan? Lag { get; set; }

        public KvTransportView? Find(WorkerId worker, int rank) => new()
        {
            Endpoint = "tcp://localhost:1",
            ReplayEndpoint = null,
            Connected = true,
            QueuedBatches = 0,
            QueuedBytes = 0,
            Lag = Lag,
            Malformed = 0,
            Overflowed = 0,
            Reconnects = 0,
        };
    }
}
