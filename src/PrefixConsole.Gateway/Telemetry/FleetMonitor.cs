using System.Collections.Concurrent;
using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Samples the fleet once a second and keeps five minutes of it.</summary>
/// <remarks>
/// It hears of every finished request from the <see cref="DecisionLog"/> and is told by <see cref="FleetSampler"/> to take a
/// sample. Seconds are counted from its construction; a sample covers the seconds that have ended since the one before.
/// </remarks>
public sealed class FleetMonitor : IDisposable
{
    /// <summary>Seconds kept.</summary>
    public const int SecondsKept = 300;

    /// <summary>Changes of a worker's state kept.</summary>
    public const int EventsKept = 100;

    /// <summary>Openings of a worker's breaker, and their ends, kept.</summary>
    public const int BreakerEventsKept = 50;

    /// <summary>Changes of trust kept, over all workers.</summary>
    public const int TrustChangesKept = 100;

    // Latencies kept per second: of the fleet, and of each worker. Above these rates quantiles are over a part of the second.
    private const int FleetLatencies = 512;
    private const int WorkerLatencies = 64;

    private readonly Lock _sampling = new();
    private readonly SignalList _signals = new();
    private readonly SampleRing<FleetSample> _series = new(SecondsKept);

    // Those of workers that have left too.
    private readonly SampleRing<TrustChange> _trusts = new(TrustChangesKept);

    // Bounded by the registry: a worker's track leaves with it.
    private readonly ConcurrentDictionary<WorkerId, WorkerTrack> _tracks = new();
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly ReportedCaches _reported;
    private readonly DecisionLog _log;
    private readonly TimeProvider _time;
    private readonly GatewayOptions _options;
    private readonly ProbeLog? _probes;
    private readonly FailureLog? _failures;
    private readonly RollingStats _fleet;
    private readonly LatencySpread _spread;
    private readonly LatencySeconds _latencies;
    private readonly ModelSeconds _models;
    private readonly ModelNames _names;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;
    private long _nextSecond;

    public FleetMonitor(
        WorkerRegistry registry, ApproximatePrefixTree tree, ReportedCaches reported, DecisionLog log, TimeProvider time, GatewayOptions options,
        ProbeLog? probes = null, FailureLog? failures = null, ModelNames? names = null)
    {
        _registry = registry;
        _tree = tree;
        _reported = reported;
        _log = log;
        _time = time;
        _options = options;
        _probes = probes;
        _failures = failures;
        _startedAt = time.GetUtcNow();
        _start = time.GetTimestamp();
        _fleet = new RollingStats(time, _start, FleetLatencies);
        _spread = new LatencySpread(time, _startedAt, _start);
        _latencies = new LatencySeconds(time, _start);
        _models = new ModelSeconds(time, _start);
        _names = names ?? new ModelNames(registry);
        registry.StatusChanged += NoteStatus;
        registry.Changed += _signals.Raise;
        reported.Changed += _signals.Raise;
        registry.Removed += Forget;
        log.Completed += RecordOutcome;
        foreach (var worker in registry.Workers)
        {
            NoteStatus(worker, worker.State);
        }
    }

    public ImmutableArray<WorkerView> Workers()
    {
        var workers = _registry.Workers;
        var median = MedianInFlight();
        var views = ImmutableArray.CreateBuilder<WorkerView>(workers.Length);
        foreach (var worker in workers)
        {
            views.Add(View(worker, median));
        }

        return views.MoveToImmutable();
    }

    public WorkerView? Find(WorkerId id) => _registry.Find(id) is { } worker ? View(worker, MedianInFlight()) : null;

    /// <summary>Oldest first; empty for an unknown worker.</summary>
    public ImmutableArray<OccupancySample> Series(WorkerId id)
    {
        if (_registry.Find(id) is not { } worker)
        {
            return [];
        }

        var track = Track(worker);
        lock (_sampling)
        {
            return track.Series.ToArray();
        }
    }

    /// <summary>The last changes of a worker's state, newest first; empty for an unknown worker.</summary>
    public ImmutableArray<WorkerEvent> Events(WorkerId id)
    {
        if (_registry.Find(id) is not { } worker)
        {
            return [];
        }

        lock (_sampling)
        {
            var track = Track(worker);
            NoteTrust(worker, track);
            return [.. track.Notes.Events.Reverse().OrderByDescending(e => e.At)];
        }
    }

    /// <summary>Openings of a worker's breaker and their ends, newest first; empty for an unknown worker.</summary>
    public ImmutableArray<BreakerEvent> BreakerEvents(WorkerId id)
    {
        if (_registry.Find(id) is not { } worker)
        {
            return [];
        }

        lock (_sampling)
        {
            return [.. Track(worker).Notes.Breaker.Reverse()];
        }
    }

    /// <summary>The last changes of the trust in any worker's reports, newest first. That a worker never reported anything is none.</summary>
    public ImmutableArray<TrustChange> TrustChanges()
    {
        lock (_sampling)
        {
            foreach (var worker in _registry.Workers)
            {
                NoteTrust(worker, Track(worker));
            }

            return [.. _trusts.ToArray().Reverse().OrderByDescending(change => change.At)];
        }
    }

    public OverviewView Overview()
    {
        var minute = _fleet.LastMinute();
        ImmutableArray<FleetSample> series;
        lock (_sampling)
        {
            series = _series.ToArray();
        }

        return new OverviewView
        {
            RequestsPerSecond = minute.Requests / WindowSeconds(),
            GoodputPerSecond = minute.Good / WindowSeconds(),
            GoodShare = minute.Requests == 0 ? null : (double)minute.Good / minute.Requests,
            ServerFailureRate = minute.Requests == 0 ? null : (double)minute.ServerFailures / minute.Requests,
            ErrorRate = minute.Requests == 0 ? null : (double)minute.Errors / minute.Requests,
            TtftP50 = Milliseconds(minute.FirstTokenAt(0.5)),
            TtftP95 = Milliseconds(minute.FirstTokenAt(0.95)),
            TtftP99 = Milliseconds(minute.FirstTokenAt(0.99)),
            ItlP50 = Milliseconds(minute.InterTokenAt(0.5)),
            PromptTokens = minute.Tokens.Prompt,
            AvailableTokens = minute.Tokens.Available,
            CapturedTokens = minute.Tokens.Captured,
            DeliveredTokens = minute.Tokens.Reports == 0 ? null : minute.Tokens.Delivered,
            ReportingPromptTokens = minute.Tokens.Reporting,
            InFlight = InFlight(),
            Series = series,
        };
    }

    /// <summary>How latencies were spread over the last five minutes, in stretches of ten seconds, oldest first; the last one is still running.</summary>
    public ImmutableArray<LatencyCell> Latencies() => _spread.View();

    /// <summary>Calls <paramref name="signal"/> after each sample and each change of the fleet: it must only set a flag. Dispose to stop.</summary>
    public IDisposable Subscribe(Action signal) => _signals.Add(signal);

    public void Dispose()
    {
        _registry.StatusChanged -= NoteStatus;
        _registry.Changed -= _signals.Raise;
        _reported.Changed -= _signals.Raise;
        _registry.Removed -= Forget;
        _log.Completed -= RecordOutcome;
    }

    /// <summary>Takes the samples of all seconds that have ended since the last call.</summary>
    public void Sample()
    {
        lock (_sampling)
        {
            var now = _fleet.Now;
            if (now <= _nextSecond)
            {
                return;
            }

            // After a long pause of the process only the seconds that will be kept are filled.
            _nextSecond = Math.Max(_nextSecond, now - SecondsKept);
            for (; _nextSecond < now; _nextSecond++)
            {
                AddSamples(_nextSecond, last: _nextSecond == now - 1);
            }

            ForgetLeftovers();
        }

        _signals.Raise();
    }

    private void AddSamples(long second, bool last)
    {
        var at = _startedAt + TimeSpan.FromSeconds(second + 1);
        var stats = _fleet.Second(second);
        _series.Add(new FleetSample(
            at,
            stats.Requests,
            stats.Errors,
            stats.FirstTokenAt(0.5),
            stats.FirstTokenAt(0.95),
            stats.Tokens.PredictedHitRate,
            stats.Tokens.ReportedHitRate,
            InFlight(),
            LoadBalance.Of([.. _registry.Workers.Where(w => w.State.Status is WorkerStatus.Ready).Select(w => w.Load.InFlight)]))
        {
            Facts = _latencies.Fill(FactsOf(stats), second) with { Models = _models.Of(second) },
        });

        var median = MedianInFlight();
        foreach (var worker in _registry.Workers)
        {
            var track = Track(worker);
            var processed = worker.Load.Processed;
            var metrics = Fresh(worker.Metrics);

            // Requests sent and blocks removed are known as a sum since the last sample: they belong to its last second.
            var sent = last ? (int)(processed - track.ProcessedBefore) : 0;
            var (held, removed) = Reported(worker);
            track.Series.Add(new OccupancySample(
                at, metrics?.KvUsage, _tree.BlocksOf(worker.Slot), worker.Load.InFlight, metrics?.Waiting, sent)
            {
                ReportedTokens = held * _reported.BlockTokens,
                Removed = removed < track.RemovedBefore ? null : last ? removed - track.RemovedBefore : removed is null ? null : 0,
            });
            track.ProcessedBefore = last ? processed : track.ProcessedBefore;
            track.RemovedBefore = last ? removed : track.RemovedBefore;
            if (last)
            {
                NoteTrust(worker, track);
                track.Notes.NoteTemperature(View(worker, median).Temperature, at);
            }
        }
    }

    /// <summary>Under the sampling lock.</summary>
    private void NoteTrust(Worker worker, WorkerTrack track)
    {
        var trust = _reported.TrustOf(worker);
        if (track.Notes.NoteTrust(trust, out var before) && !(before is null && trust.Trust is KvTrust.NotReporting))
        {
            var rank = _reported.Of(worker).FirstOrDefault(feed => ReferenceEquals(feed.Trust, trust))?.Rank ?? 0;
            _trusts.Add(new TrustChange(trust.Since, worker.Id, rank, before, trust.Trust, trust.Cause));
        }
    }

    private static SampleFacts FactsOf(WindowStats stats) => new()
    {
        ServerFailures = stats.ServerFailures,
        Good = stats.Good,
        Prompt = stats.Tokens.Prompt,
        Available = stats.Tokens.Available,
        Captured = stats.Tokens.Captured,
        Reporting = stats.Tokens.Reporting,
        Delivered = stats.Tokens.Delivered,
    };

    private void NoteStatus(Worker worker, WorkerState state)
    {
        lock (_sampling)
        {
            Track(worker).Notes.NoteStatus(state, FailuresOf(worker).InARow);
        }
    }

    private void RecordOutcome(DecisionEntry entry)
    {
        if (entry.Outcome is not { } outcome)
        {
            return;
        }

        var facts = OutcomeFacts.From(entry, outcome, _options.TtftLimit);
        if (!entry.Decision.Request.Pinned)
        {
            // What the fleet's numbers are compared by is strategies. A test tells of its worker alone.
            _fleet.Add(facts);
            _spread.Add(facts);
            _latencies.Add(facts);
            _models.Add(_names.Of(entry.Decision.Request.Model), facts.ServerFailed);
        }

        if ((outcome.Served ?? entry.Decision.Winner) is { } id && _registry.Find(id) is { } worker)
        {
            Track(worker).Stats.Add(facts);
        }
    }

    private WorkerView View(Worker worker, double? median)
    {
        var state = worker.State;
        var metrics = worker.Metrics;
        var served = worker.Served;
        var stats = Track(worker).Stats.LastMinute();
        var blocks = _tree.BlocksOf(worker.Slot);
        var trust = _reported.TrustOf(worker);
        var (reported, _) = Reported(worker);
        var view = new WorkerView
        {
            Id = worker.Id,
            Address = worker.Config.Address,
            Role = worker.Config.Role,
            Simulated = worker.Config.Simulated,
            Added = worker.Config.Added,
            Status = state.Status,
            StatusReason = state.Reason,
            StatusSince = state.Since,
            Breaker = WorkerBreaker.Of(state, FailuresOf(worker)),
            NotAnswering = state.Status is WorkerStatus.Draining ? _probes?.SilenceOf(worker) : null,
            Models = served.Models,
            Adapters = served.Adapters,
            InFlight = worker.Load.InFlight,
            Processed = worker.Load.Processed,
            Waiting = metrics?.Waiting,
            Running = metrics?.Running,
            Preemptions = metrics?.Preemptions,
            KvUsage = metrics?.KvUsage,
            KvBlocks = worker.KvBlocks,
            BlockSize = worker.BlockSize,
            MetricsAge = metrics is null ? null : _time.GetElapsedTime(metrics.Timestamp),
            MetricsStale = metrics is not null && _time.GetElapsedTime(metrics.Timestamp) > _options.MetricsMaxAge,
            Engine = worker.Config.Engine is EngineKind.Auto ? metrics?.Engine ?? EngineKind.Auto : worker.Config.Engine,
            PredictedBlocks = blocks,
            PredictedTokens = TokenEstimate.Of(blocks, _options.TextBlockBytes, PrefixUnit.TextBytes),
            Trust = trust.Trust,
            TrustCause = trust.Cause,
            TrustSince = trust.Since,
            ReportedBlocks = reported,
            ReportedTokens = reported * _reported.BlockTokens,
            PredictedHitRate = stats.Tokens.PredictedHitRate,
            ReportedHitRate = stats.Tokens.ReportedHitRate,
            RequestsPerSecond = stats.Requests / WindowSeconds(),
            TtftP50 = Milliseconds(stats.FirstTokenAt(0.5)),
            RecentErrors = stats.Errors,
        };
        return view with { Temperature = WorkerTemperature.Of(view, median) };
    }

    /// <summary>Over the ready workers; null with fewer than two, as there is nothing to compare with.</summary>
    private double? MedianInFlight()
    {
        int[] loads = [.. _registry.Workers.Where(w => w.Status is WorkerStatus.Ready).Select(w => w.Load.InFlight).Order()];
        return loads.Length < 2 ? null : (loads[(loads.Length - 1) / 2] + loads[loads.Length / 2]) / 2.0;
    }

    private FailureCount FailuresOf(Worker worker) => _failures?.Of(worker) ?? FailureCount.None;

    /// <summary>Blocks it reported to hold, and those it removed since it was registered, over all ranks; null when it reports nothing.</summary>
    private (long? Held, long? Removed) Reported(Worker worker)
    {
        if (_reported.Of(worker) is not { IsEmpty: false } feeds)
        {
            return (null, null);
        }

        var (held, removed) = (0L, 0L);
        foreach (var feed in feeds)
        {
            var view = feed.View();
            (held, removed) = (held + view.HeldBlocks, removed + view.RemovedBlocks);
        }

        return (held, removed);
    }

    // A worker that left and came back under its name is another registration and starts afresh.
    private WorkerTrack Track(Worker worker) => _tracks.TryGetValue(worker.Id, out var known) && known.Worker == worker ? known : _tracks.AddOrUpdate(
        worker.Id,
        static (_, state) => state.Self.NewTrack(state.Worker),
        static (_, track, state) => track.Worker == state.Worker ? track : state.Self.NewTrack(state.Worker),
        (Self: this, Worker: worker));

    private WorkerTrack NewTrack(Worker worker) => new(worker, new RollingStats(_time, _start, WorkerLatencies));

    private void Forget(Worker worker) => _tracks.TryRemove(worker.Id, out _);

    /// <summary>A request that ended while its worker was being removed may have brought the track back.</summary>
    private void ForgetLeftovers()
    {
        if (_tracks.Count <= _registry.Workers.Length)
        {
            return;
        }

        foreach (var (id, _) in _tracks)
        {
            if (_registry.Find(id) is null)
            {
                _tracks.TryRemove(id, out _);
            }
        }
    }

    private WorkerMetrics? Fresh(WorkerMetrics? metrics) =>
        metrics is not null && _time.GetElapsedTime(metrics.Timestamp) <= _options.MetricsMaxAge ? metrics : null;

    /// <summary>Length of the last minute, which is shorter when the monitor is younger; at least a second.</summary>
    private double WindowSeconds() => Math.Clamp(_time.GetElapsedTime(_start).TotalSeconds, 1, RollingStats.Window);

    private int InFlight()
    {
        var sum = 0;
        foreach (var worker in _registry.Workers)
        {
            sum += worker.Load.InFlight;
        }

        return sum;
    }

    private static TimeSpan? Milliseconds(double? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
