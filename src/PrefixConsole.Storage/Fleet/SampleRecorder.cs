using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Fleet;

/// <summary>
/// Folds the fleet's seconds into one row per ten, whose ends are multiples of ten seconds; keeps a day of them in memory and has them stored.
/// </summary>
public sealed class SampleRecorder(FleetMonitor monitor, StrategyStore strategies, SampledWrites queue) : IHostedService
{
    public const int Seconds = 10;

    /// <summary>Rows in memory: a day.</summary>
    public const int Kept = 24 * 360;

    private readonly Lock _gate = new();
    private IDisposable? _subscription;
    private readonly Queue<SampleRow> _recent = new();

    // Bounded by the registry: those of workers that left are dropped at each sample.
    private Dictionary<WorkerId, long> _preempted = [];
    private long _lastEnd;

    /// <summary>Raised after a row was added, on the sampler's thread; handlers must be short.</summary>
    public event Action? Recorded;

    /// <summary>Rows in memory that end in [from, to], Unix seconds, oldest first.</summary>
    public IReadOnlyList<SampleRow> Recent(long from, long to)
    {
        lock (_gate)
        {
            return [.. _recent.Where(r => r.At >= from && r.At <= to)];
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = monitor.Subscribe(Read);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Rows of the ten-second stretches that end in (<paramref name="after"/>, the last sample], oldest first; a stretch without samples has none.</summary>
    public static IReadOnlyList<SampleRow> Fold(IReadOnlyList<FleetSample> seconds, long after, int revision) =>
    [
        .. seconds
            .GroupBy(s => EndOf(s.At))
            .Where(g => g.Key > after && seconds.Count > 0 && g.Key <= seconds[^1].At.ToUnixTimeSeconds())
            .OrderBy(g => g.Key)
            .Select(g => Fold(g.Key, [.. g], revision)),
    ];

    private static SampleRow Fold(long end, List<FleetSample> seconds, int revision)
    {
        var facts = SampleFacts.Sum(seconds.Select(s => s.Facts));
        return new SampleRow
        {
            At = end,
            Requests = seconds.Sum(s => s.Requests),
            Errors = seconds.Sum(s => s.Errors),
            TtftP50 = LatencyBuckets.Quantile(facts.FirstToken.AsSpan(), 0.5) * 1000,
            TtftP95 = LatencyBuckets.Quantile(facts.FirstToken.AsSpan(), 0.95) * 1000,
            TtftP99 = LatencyBuckets.Quantile(facts.FirstToken.AsSpan(), 0.99) * 1000,
            PredictedHitRate = facts.PredictedHitRate,
            ReportedHitRate = facts.ReportedHitRate,
            InFlight = seconds.Average(s => s.InFlight),
            LoadBalance = seconds.Average(s => s.Imbalance),
            Revision = revision,
            Detail = facts,
        };
    }

    // A second that ends at :10 belongs to the ten that end there.
    private static long EndOf(DateTimeOffset at) => (at.ToUnixTimeSeconds() + Seconds - 1) / Seconds * Seconds;

    private void Read()
    {
        // Signals come from the sampler and from changes of the fleet.
        lock (_gate)
        {
            var series = monitor.Overview().Series;
            if (series.IsEmpty || series[^1].At.ToUnixTimeSeconds() < _lastEnd + Seconds)
            {
                return;
            }

            var rows = Fold(series, _lastEnd, strategies.Current.Number);
            if (rows.Count == 0)
            {
                return;
            }

            // What is known of this moment only.
            var workers = monitor.Workers();
            AddFleet(rows[^1], workers);
            rows[^1].Add(WorkerTurns.Of(workers, w => monitor.Series(w.Id), rows[^1].At));
            foreach (var row in rows)
            {
                _lastEnd = row.At;
                _recent.Enqueue(row);
                queue.Add(row);
            }

            while (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }
        }

        Recorded?.Invoke();
    }

    private void AddFleet(SampleRow row, ImmutableArray<WorkerView> workers)
    {
        row.KvUsage = workers.Where(w => !w.MetricsStale).Max(w => w.KvUsage);
        row.Waiting = workers.Where(w => !w.MetricsStale).Max(w => w.Waiting);
        row.Workers = workers.Length;
        row.NotReady = workers.Count(w => w.Status is WorkerStatus.NotReady or WorkerStatus.Pending);
        row.Untrusted = workers.Count(w => w.Trust is KvTrust.Untrusted or KvTrust.Silent);
        row.Ready = workers.Count(w => w.Status is WorkerStatus.Ready);
        row.PrefillRunning = Running(WorkerRole.Prefill);
        row.DecodeRunning = Running(WorkerRole.Decode);
        row.Preemptions = CountPreemptions(workers);

        int? Running(WorkerRole role) => workers.Where(w => w.Role == role && !w.MetricsStale).Aggregate((int?)null, (sum, w) => w.Running is { } n ? (sum ?? 0) + n : sum);
    }

    private long? CountPreemptions(IEnumerable<WorkerView> workers)
    {
        long? sum = null;
        var now = new Dictionary<WorkerId, long>();
        foreach (var worker in workers)
        {
            if (worker.Preemptions is not { } count)
            {
                continue;
            }

            now[worker.Id] = count;
            if (_preempted.TryGetValue(worker.Id, out var before))
            {
                // An engine that started over counts from 0.
                sum = (sum ?? 0) + (count >= before ? count - before : count);
            }
        }

        _preempted = now;
        return sum;
    }
}
