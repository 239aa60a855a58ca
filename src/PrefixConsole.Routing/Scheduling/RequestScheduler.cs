using System.Buffers;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Chooses a worker: overlap from the indexes, then filters, scorers and picker of the active revision, or of the trial beside it.</summary>
/// <remarks>
/// The indexes are asked outside the lock, once each, and so are the workers' names and metrics. Reading loads, choosing and counting the
/// request happen under one lock, so two requests never choose on the same count. One scheduler per <see cref="StrategyStore"/>: its lock guards the strategies' state.
/// </remarks>
public sealed class RequestScheduler
{
    /// <summary>Default age at which a worker's own numbers stop counting.</summary>
    public static readonly TimeSpan DefaultMetricsMaxAge = TimeSpan.FromSeconds(5);

    private readonly Lock _deciding = new();
    private readonly WorkerRegistry _registry;
    private readonly IPrefixOverlap _predicted;
    private readonly IReportedOverlap _reported;
    private readonly StrategyStore _strategies;
    private readonly TimeProvider _time;
    private readonly Action<int, PromptBlocks, string> _learn;
    private readonly Action<int> _forget;
    private readonly TimeSpan _metricsMaxAge;

    public RequestScheduler(
        WorkerRegistry registry,
        ApproximatePrefixTree predicted,
        IReportedOverlap reported,
        StrategyStore strategies,
        TimeProvider time,
        TimeSpan? metricsMaxAge = null)
        : this(registry, predicted, reported, strategies, time, predicted.Insert, predicted.Purge, metricsMaxAge)
    {
    }

    internal RequestScheduler(
        WorkerRegistry registry,
        IPrefixOverlap predicted,
        IReportedOverlap reported,
        StrategyStore strategies,
        TimeProvider time,
        Action<int, PromptBlocks, string> learn,
        Action<int> forget,
        TimeSpan? metricsMaxAge)
    {
        (_registry, _predicted, _reported, _strategies, _time) = (registry, predicted, reported, strategies, time);
        (_learn, _forget, _metricsMaxAge) = (learn, forget, metricsMaxAge ?? DefaultMetricsMaxAge);
    }

    /// <summary>Decides and counts the request on the chosen worker before returning. The caller disposes of the lease.</summary>
    public ScheduleResult Schedule(RoutingRequest request)
    {
        var serving = _strategies.Serving;
        var revision = serving.For(request);
        return Decide(request, revision.Number, revision.Spec.Name, revision.Pipeline, serving.Followers);
    }

    /// <summary>
    /// Decides without counting, learning or moving any strategy state that another decision would see. The decision has revision 0.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is invalid.</exception>
    public RoutingDecision Preview(RoutingRequest request, StrategySpec spec) =>
        Decide(request, 0, spec.Name, _strategies.CompilePreview(spec), dispatched: null).Decision;

    /// <summary>
    /// Tells the predicted tree and the strategies that decide which worker really served. Of a pinned request only the tree, because it is in the
    /// worker's cache now: a test must not bind a session or a prefix to where an operator sent it.
    /// </summary>
    public void RecordServed(RoutingRequest request, Worker worker)
    {
        if (!_registry.Workers.Contains(worker))
        {
            return;
        }

        if (request.Blocks.Count > 0)
        {
            _learn(worker.Slot, request.Blocks, request.Namespace.Label);

            // The worker may have left, and the tree been purged of it, between the check and the insert: its successor in the
            // slot must not inherit the blocks. Forgetting what that one learned since costs it a few hits at most.
            if (!_registry.Workers.Contains(worker))
            {
                _forget(worker.Slot);
                return;
            }
        }

        var observers = _strategies.Serving.Followers.Observers;
        if (observers.IsEmpty || request.Pinned is not null)
        {
            return;
        }

        lock (_deciding)
        {
            foreach (var observer in observers)
            {
                observer.OnServed(request, worker);
            }
        }
    }

    /// <param name="request">What is decided.</param>
    /// <param name="revision">Number of what decides.</param>
    /// <param name="strategy">Name of what decides.</param>
    /// <param name="pipeline">What decides.</param>
    /// <param name="dispatched">Whose observers hear of the dispatch; null when the request is not counted.</param>
    private ScheduleResult Decide(RoutingRequest request, int revision, string strategy, StrategyPipeline pipeline, StrategyPipeline? dispatched)
    {
        var at = _time.GetUtcNow();
        var started = _time.GetTimestamp();

        // 12 KB of stack, the full range of slots: a worker added meanwhile may already be in the indexes.
        Span<int> predicted = stackalloc int[WorkerRegistry.MaxWorkers];
        Span<int> reported = stackalloc int[_reported.Slots];
        var workers = _registry.Workers;
        LookUp(_predicted, request.Blocks, predicted);
        LookUp(_reported, request.TokenBlocks, reported);
        var looked = _time.GetTimestamp();

        var buffer = ArrayPool<WorkerCandidate>.Shared.Rent(workers.Length);
        try
        {
            Choice choice;
            Worker? winner = null;
            LoadLease? lease = null;
            var candidates = buffer.AsSpan(0, Consider(request, workers.AsSpan(), predicted, reported, looked, buffer));
            var considered = Record(candidates, looked);
            var kept = DecidedRequest.Of(request, pipeline.Head);
            lock (_deciding)
            {
                for (var i = 0; i < candidates.Length; i++)
                {
                    candidates[i].ReadLoad();
                    considered[i].SetLoad(candidates[i]);
                }

                choice = Choice.Make(request, pipeline, candidates, considered);
                if (choice.Index >= 0)
                {
                    winner = candidates[choice.Index].Worker;
                    if (dispatched is not null)
                    {
                        var cached = kept.ExpectedTokens(considered[candidates[choice.Index].Index]);
                        lease = winner.Load.Acquire(request.PromptTokens, Math.Max(0, request.PromptTokens - cached));
                        Follow(dispatched, request, winner, lease);
                    }
                }
            }

            var decision = new RoutingDecision
            {
                Id = request.Id,
                Attempt = request.Attempt,
                At = at,
                Request = kept,
                Revision = revision,
                Strategy = strategy,
                Candidates = considered,
                Scorers = choice.Rows,
                Totals = choice.Totals,
                Winner = winner?.Id,
                Reason = choice.Reason,
                Picker = pipeline.Picker.Name,
                TieBreak = choice.TieBreak,
                OtherDrawn = choice.OtherDrawn < 0 ? null : choice.OtherDrawn,
                Margin = choice.Margin,
                OverlapTime = _time.GetElapsedTime(started, looked),
                ScheduleTime = _time.GetElapsedTime(looked),
            };
            return new ScheduleResult(request, decision, winner, lease);
        }
        finally
        {
            // Cleared, so that the pool keeps no removed worker alive.
            ArrayPool<WorkerCandidate>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static void Follow(StrategyPipeline pipeline, RoutingRequest request, Worker worker, LoadLease lease)
    {
        if (pipeline.Dispatch.IsEmpty)
        {
            return;
        }

        foreach (var observer in pipeline.Dispatch)
        {
            observer.OnDispatched(request, worker);
        }

        lease.Follow(pipeline, request, worker);
    }

    private static void LookUp(IPrefixOverlap index, PromptBlocks blocks, Span<int> overlapBySlot)
    {
        if (blocks.Count > 0)
        {
            index.FindOverlap(blocks.Hashes, overlapBySlot);
        }
    }

    /// <summary>Reads every worker that serves the model once, all but its load; returns how many do.</summary>
    private int Consider(
        RoutingRequest request,
        ReadOnlySpan<Worker> workers,
        ReadOnlySpan<int> predicted,
        ReadOnlySpan<int> reported,
        long now,
        Span<WorkerCandidate> candidates)
    {
        // The age as a timestamp, so that it is not worked out again for every worker.
        var oldest = now - (long)(_metricsMaxAge.TotalSeconds * _time.TimestampFrequency);
        var count = 0;
        foreach (var worker in workers)
        {
            if (!worker.Served.Serves(request.Model))
            {
                continue;
            }

            var metrics = worker.Metrics;
            if (metrics is not null && metrics.Timestamp < oldest)
            {
                metrics = null;
            }

            candidates[count] = new WorkerCandidate
            {
                Worker = worker,
                Index = count,
                PredictedBlocks = predicted[worker.Slot],
                Reported = _reported.Resolve(worker.Slot, request.TokenBlocks.Hashes, reported),
                InFlight = 0,
                Processed = 0,
                PendingPrefillTokens = 0,
                Waiting = metrics?.Waiting,
                Running = metrics?.Running,
                KvUsage = metrics?.KvUsage is { } usage && double.IsFinite(usage) ? usage : null,
                MetricsAge = metrics is null ? null : (int)_time.GetElapsedTime(metrics.Timestamp, now).TotalMilliseconds,
                Adapters = metrics?.MaxAdapters is null ? null : metrics,
            };
            count++;
        }

        return count;
    }

    private DecisionCandidate[] Record(ReadOnlySpan<WorkerCandidate> candidates, long now)
    {
        var considered = candidates.IsEmpty ? [] : new DecisionCandidate[candidates.Length];
        for (var i = 0; i < considered.Length; i++)
        {
            ref readonly var candidate = ref candidates[i];
            considered[i] = new DecisionCandidate
            {
                Worker = candidate.Worker.Id,
                PredictedBlocks = candidate.PredictedBlocks,
                Tiers = candidate.Reported.Tiers,
                Trust = candidate.Reported.Trust,
                TrustCause = candidate.Reported.Cause,
                EventsAge = candidate.Reported.LastBatch is { } batch ? (int)Math.Min(_time.GetElapsedTime(batch, now).TotalMilliseconds, int.MaxValue) : null,
                InFlight = 0,
                Waiting = candidate.Waiting,
                Running = candidate.Running,
                MetricsAge = candidate.MetricsAge,
                KvUsage = candidate.KvUsage,
                RemovedBy = null,
                Column = -1,
            };
        }

        return considered;
    }
}
