using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;

namespace PrefixConsole.Storage.Tests;

public sealed class SampleFoldTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>The largest of ten p95s, or their mean, is nobody's p95.</summary>
    [Fact]
    public void Fold_Quantiles_AreThoseOfThePooledRequestsWithinABucket()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var pooled = new List<double>();
            var seconds = Seconds(random, 10, pooled);

            var row = Assert.Single(SampleRecorder.Fold(seconds, 0, 1));

            AssertQuantile(pooled, 0.5, row.TtftP50);
            AssertQuantile(pooled, 0.95, row.TtftP95);
            AssertQuantile(pooled, 0.99, row.TtftP99);
        }
    }

    [Fact]
    public void Thin_Quantiles_AreThoseOfThePooledRequestsWithinABucket()
    {
        var pooled = new List<double>();
        var rows = SampleRecorder.Fold(Seconds(new Random(1), 300, pooled), 0, 1);

        var thin = FleetHistory.Thin(rows, 1);

        var facts = SampleSums.Facts(thin);
        AssertQuantile(pooled, 0.95, SampleSums.FirstToken(thin, facts, 0.95, r => r.TtftP95));
        Assert.Equal(rows.Sum(r => r.Requests), thin.Sum(r => r.Requests));
    }

    [Fact]
    public void Fold_HitRate_IsSumOverSum()
    {
        var busy = Second(1, new SampleFacts { Prompt = 9000, Captured = 9000, Reporting = 9000, Delivered = 8000 });
        var idle = Second(2, new SampleFacts { Prompt = 1000, Captured = 0, Reporting = 1000, Delivered = 0 });
        var last = Second(10, SampleFacts.None);

        var row = Assert.Single(SampleRecorder.Fold([busy, idle, last], 0, 1));

        Assert.Equal((0.9, 0.8), (row.PredictedHitRate, row.ReportedHitRate));
    }

    [Fact]
    public void Thin_RowsOfBefore_KeepTheirColumns()
    {
        SampleRow[] rows = [.. Enumerable.Range(0, 10).Select(i => new SampleRow { At = 1000 + (10 * i), Requests = i < 5 ? 30 : 10, TtftP50 = i < 5 ? 100 : 200 })];

        var thin = FleetHistory.Thin(rows, 1);

        Assert.All(thin, r => Assert.Null(r.Detail));
        Assert.All(thin, r => Assert.InRange(r.TtftP50!.Value, 100, 200));
    }

    [Fact]
    public void Detail_PacksAndUnpacks()
    {
        var facts = Seconds(new Random(3), 1, [])[0].Facts with { ServerFailures = 3, Prompt = 1L << 40, Available = 5, Captured = 4, Reporting = 3, Delivered = 2 };
        var read = new SampleRow { Facts = new SampleRow { Detail = facts }.Facts }.Detail!;

        Assert.Equal(facts.FirstToken, read.FirstToken);
        Assert.Equal((3, 1L << 40, 5, 4, 3, 2), (read.ServerFailures, read.Prompt, read.Available, read.Captured, read.Reporting, read.Delivered));
        Assert.Empty(read.InterToken);
    }

    [Fact]
    public void Detail_ByModel_PacksAndUnpacks_AndIsAddedUp()
    {
        SampleFacts[] parts =
        [
            new() { ServerFailures = 2, Models = [new("big", 9, 2), new("naïve \u202E=1+1", 1, 0)] },
            new() { Models = [new("big", 1, 0)] },
            new(),
        ];
        var read = new SampleRow { Facts = new SampleRow { Detail = SampleFacts.Sum(parts) }.Facts }.Detail!;

        Assert.Equal([new("big", 10, 2), new("naïve \u202E=1+1", 1, 0)], read.Models!.Value);
        Assert.Empty(new SampleRow { Facts = new SampleRow { Detail = new SampleFacts { Models = [] } }.Facts }.Detail!.Models!.Value);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    [InlineData(null)]
    public void Detail_GoodRequests_PackAndUnpack(int? good)
    {
        foreach (ModelCount[]? models in (ModelCount[]?[])[[new("m", 9, 0)], [], null])
        {
            var read = new SampleRow { Facts = new SampleRow { Detail = new SampleFacts { Models = models is null ? null : [.. models], Good = good } }.Facts }.Detail!;

            Assert.Equal((good, models?.Length ?? 0), (read.Good, read.Models?.Length ?? 0));
        }
    }

    /// <summary>Not counted is not zero, and a share is of those that were counted.</summary>
    [Fact]
    public void Good_OfSamplesThatDidNotCountThem_IsNotKnown()
    {
        SampleRow[] rows =
        [
            new() { Requests = 40, Detail = new SampleFacts { Good = 10 } },
            new() { Requests = 10, Detail = new SampleFacts { Good = 5 } },
            new() { Requests = 1000, Detail = new SampleFacts { Models = [] } },
            new() { Requests = 1000 },
        ];

        Assert.Equal(0.3, SampleSums.Good(rows));
        Assert.Null(SampleSums.Good(rows[2..]));
        Assert.Equal(15, SampleSums.Facts(rows[..2]).Good);
        Assert.Null(SampleSums.Facts(rows).Good);
        Assert.Equal(0, SampleSums.Facts([]).Good);
    }

    /// <summary>Bytes as the version before counted by model: all else is read, and by model nothing is known, which is not zero.</summary>
    [Fact]
    public void Detail_OfBeforeItWasKeptByModel_IsRead()
    {
        var count = (byte)LatencyBuckets.Count;
        var read = new SampleRow { Facts = [1, count, 3, 100, 90, 80, 70, 60, 1, 4, 5, 0, 0] }.Detail!;

        Assert.Equal((3, 100, 60, 5), (read.ServerFailures, read.Prompt, read.Delivered, read.FirstToken[4]));
        Assert.Null(read.Models);
        Assert.Null(read.Good);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 9 })]
    [InlineData(new byte[] { 1, 36, 0, 0, 0, 0, 0, 0, 1, 99, 1 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 255, 255, 255, 255 })]
    public void Detail_OfBytesThatCannotBeRead_IsNull(byte[] bytes) => Assert.Null(new SampleRow { Facts = bytes }.Detail);

    [Fact]
    public void Workers_PackAndUnpack_BesideTheRest()
    {
        WorkerSample[] workers =
        [
            new(40, "gpu-1", 10, 2.34, 7, 0.1236, 1L << 40, 0, 32768, 12),
            new(40, "na\u00efve \u202E<b>", 20, 0, null, null, 0, null, null, null),
            new(40, "odd", 10, 1, -3, double.NaN, 5, 4, 3, 0),
        ];
        var row = new SampleRow { At = 40, Detail = new SampleFacts { Models = [new("m", 9, 0)], Good = 7, Prompt = 100 } };
        row.Add(workers);
        var read = new SampleRow { At = 40, Facts = row.Facts };

        Assert.Equal(workers[0] with { InFlight = 2.3, KvUsage = 0.124 }, read.Of("gpu-1"));
        Assert.Equal(workers[1], read.Of(workers[1].Worker));
        Assert.Equal(workers[2] with { KvUsage = null }, read.Of("odd"));
        Assert.Null(read.Of("gpu"));
        Assert.Equal((7, 100, 9), (read.Detail!.Good, read.Detail.Prompt, read.Detail.Models!.Value[0].Requests));
    }

    /// <summary>Bytes of the versions before, bytes cut off, and bytes of nothing: no worker, and no error.</summary>
    [Fact]
    public void Workers_OfBeforeTheyWereKept_AreNone()
    {
        var count = (byte)LatencyBuckets.Count;
        var row = new SampleRow { Detail = new SampleFacts { Models = [], Good = 1 } };
        var before = row.Facts!;
        row.Add([new(0, "gpu-1", 10, 1, 1, 0.5, 1, 1, 1, 1)]);

        Assert.NotNull(row.Of("gpu-1"));
        Assert.All(
            (byte[]?[])[null, [], [9], before, [1, count, 3, 100, 90, 80, 70, 60, 1, 4, 5, 0, 0], row.Facts![..^2], [.. before, 200, 1], [.. before, 255, 255, 255, 255, 255, 255]],
            bytes => Assert.Null(new SampleRow { Facts = bytes }.Of("gpu-1")));
    }

    /// <summary>Whoever kept nothing that can be added up keeps no workers either: the bytes between could not be told apart.</summary>
    [Fact]
    public void Workers_WithoutFacts_AreNotKept()
    {
        var row = new SampleRow();
        row.Add([new(0, "gpu-1", 10, 1, 1, 0.5, 1, 1, 1, 1)]);

        Assert.Null(row.Of("gpu-1"));
        Assert.Null(row.Facts);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(32, 1)]
    [InlineData(33, 2)]
    [InlineData(256, 8)]
    public void Turns_OfALargeFleet_AreBoundedAndMissNobody(int fleet, int turns)
    {
        var workers = Fleet(Enumerable.Range(0, fleet).Select(i => $"w{i:000}"));
        var seen = new Dictionary<string, int>();
        for (var i = 1; i <= turns * 3; i++)
        {
            var end = s_start.ToUnixTimeSeconds() + (i * SampleRecorder.Seconds);
            var samples = WorkerTurns.Of(workers, _ => Series(300, end), end);
            Assert.InRange(samples.Count, 1, WorkerSample.MostInSample);
            foreach (var sample in samples)
            {
                seen[sample.Worker] = seen.GetValueOrDefault(sample.Worker) + 1;
                Assert.Equal((Math.Min(300, turns * 10), end), (sample.Seconds, sample.At));
                // One block removed a second, whatever the turns.
                Assert.Equal(60, sample.RemovedPerMinute);
            }
        }

        Assert.Equal(fleet, seen.Count);
        Assert.All(seen.Values, n => Assert.Equal(3, n));
    }

    [Fact]
    public void Turns_FoldTheSeconds()
    {
        var end = s_start.ToUnixTimeSeconds() + 10;
        ImmutableArray<OccupancySample> series =
        [
            new(s_start.AddSeconds(-1), 0.99, 0, 99, 99, 0) { Removed = 99 },
            new(s_start.AddSeconds(9), 0.5, 0, 2, null, 0),
            new(s_start.AddSeconds(10), null, 0, 4, 3, 0) { Removed = 6 },
        ];

        var worker = Fleet("a")[0];

        var sample = Assert.Single(WorkerTurns.Of([worker with { KvBlocks = 10, BlockSize = 16, PredictedTokens = 40, ReportedTokens = 80 }], _ => series, end));

        Assert.Equal(new WorkerSample(end, "a", 2, 3, 3, 0.5, 40, 80, 160, 6), sample);
        Assert.Empty(WorkerTurns.Of([worker], _ => [], end));
        Assert.Empty(WorkerTurns.Of([], _ => series, end));
    }

    [Fact]
    public void Thin_OfAWorker_SumsEvictionsAndKeepsTheWorst()
    {
        var samples = Enumerable.Range(1, 1000).Select(i => new WorkerSample(i * 10, "a", 10, i % 2, i == 500 ? 9 : null, i == 7 ? 0.9 : 0.1, i, null, null, 2)).ToArray();

        var thin = WorkerSamples.Thin(samples, 100);

        Assert.InRange(thin.Count, 90, 101);
        Assert.Equal((2000L, 9, 0.9, 1000L), (thin.Sum(s => s.RemovedBlocks), thin.Max(s => s.Waiting), thin.Max(s => s.KvUsage), thin[^1].PredictedTokens));
        Assert.All(thin, s => Assert.Equal(12, s.RemovedPerMinute));
        Assert.InRange(thin[50].InFlight, 0.4, 0.6);
        Assert.Same(samples, WorkerSamples.Thin(samples, 1000));
    }

    [Fact]
    public void Migrations_CoverTheModel()
    {
        using var sqlite = new SqliteConsoleDb(new DbContextOptionsBuilder<SqliteConsoleDb>().UseSqlite("Data Source=:memory:").Options);
        using var postgres = new PostgresConsoleDb(new DbContextOptionsBuilder<PostgresConsoleDb>().UseNpgsql("Host=localhost").Options);

        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(postgres.Database.HasPendingModelChanges());
    }

    private static List<FleetSample> Seconds(Random random, int count, List<double> pooled)
    {
        var seconds = new List<FleetSample>();
        for (var i = 1; i <= count; i++)
        {
            var counts = new long[LatencyBuckets.Count];
            // Busy and idle seconds, fast and slow ones.
            var scale = Math.Pow(10, (random.NextDouble() * 3) - 2);
            for (var n = random.Next(1, 200); n > 0; n--)
            {
                var latency = scale * (0.2 + random.NextDouble());
                pooled.Add(latency);
                counts[LatencyBuckets.IndexOf(latency)]++;
            }

            seconds.Add(Second(i, new SampleFacts { FirstToken = [.. counts] }) with { Requests = (int)counts.Sum() });
        }

        return seconds;
    }

    private static ImmutableArray<OccupancySample> Series(int seconds, long end) =>
        [.. Enumerable.Range(1 - seconds, seconds).Select(i => new OccupancySample(DateTimeOffset.FromUnixTimeSeconds(end + i), null, 0, 1, null, 0) { Removed = 1 })];

    private static ImmutableArray<WorkerView> Fleet(params IEnumerable<string> ids)
    {
        using var monitor = TestFleet.Of(TimeProvider.System, ids);
        return monitor.Workers();
    }

    private static FleetSample Second(int second, SampleFacts facts) => new(s_start.AddSeconds(second), 1, 0, null, null, null, null, 0, null) { Facts = facts };

    private static void AssertQuantile(List<double> pooled, double share, double? milliseconds)
    {
        var sorted = pooled.Order().ToList();
        var exact = sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count), 1, sorted.Count) - 1];
        Assert.InRange(LatencyBuckets.IndexOf(milliseconds!.Value / 1000) - LatencyBuckets.IndexOf(exact), -1, 1);
    }
}
