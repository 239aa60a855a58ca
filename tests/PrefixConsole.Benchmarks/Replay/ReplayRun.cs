using System.Globalization;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>One strategy over one workload: the gateway's scheduler, indexes and bookkeeping before simulated engines, in virtual time.</summary>
/// <remarks>
/// As in the gateway the predicted tree has each worker's block count as budget, a request is learned as served when its headers come
/// back (engines send them on acceptance: at once), its lease is told of the first token and released at the end. What engines say of
/// themselves is set before each decision: no decision sees an old value. Arrivals come before what ends at the same moment.
/// </remarks>
internal sealed class ReplayRun
{
    private readonly EventQueue _events = new(new VirtualTime());
    private readonly ReplayWorkload _workload;
    private readonly IEngineModel _model;
    private readonly RequestScheduler _scheduler;
    private readonly Worker[] _workers;
    private readonly IReplayWorker[] _engines;
    private readonly List<Dispatch> _dispatched = [];
    private long _schedulerNanoseconds;

    public ReplayRun(ReplayWorkload workload, IEngineModel model, ReplayOptions options, StrategyCatalog catalog, StrategySpec spec)
    {
        (_workload, _model) = (workload, model);
        var time = _events.Time;
        var registry = new WorkerRegistry(time);
        var predicted = new ApproximatePrefixTree(time, (long)workload.CacheBlocks * options.Workers);
        var reported = new ReportedPrefixIndex();
        var trusted = new TrustedIndex(reported, options.Reports ? KvTrust.Trusted : KvTrust.Untrusted);
        _scheduler = new RequestScheduler(registry, predicted, trusted, new StrategyStore(catalog, time, spec, options.Seed), time);
        _workers = [.. Enumerable.Range(0, options.Workers).Select(number => Register(registry, number))];
        foreach (var worker in _workers)
        {
            predicted.SetBudget(worker.Slot, workload.CacheBlocks);
        }

        _engines = [.. _workers.Select(worker => model.CreateWorker(workload.CacheBlocks, _events, new ReportedState(reported, worker.Slot)))];
    }

    /// <param name="strategy">Name in the result.</param>
    /// <param name="progress">Told how many requests have arrived, after each.</param>
    public ReplayResult Run(string strategy, Action<int> progress)
    {
        foreach (var request in _workload.Requests)
        {
            _events.RunUntil(request.Arrival);
            Place(request);
            progress(_dispatched.Count);
        }

        _events.RunToEnd();
        return Summarize(strategy);
    }

    private Worker Register(WorkerRegistry registry, int number)
    {
        var worker = registry.Add(new WorkerConfig
        {
            Id = new WorkerId(string.Create(CultureInfo.InvariantCulture, $"worker-{number}")),
            Address = new Uri("http://localhost"),
            Models = [ReplayWorkload.Model],
            Simulated = true,
            KvBlocks = _workload.CacheBlocks,
            BlockSize = _model.BlockTokens,
        })!;
        registry.SetStatus(worker, WorkerStatus.Ready, "simulated");
        return worker;
    }

    private void Place(ReplayRequest request)
    {
        for (var i = 0; i < _workers.Length; i++)
        {
            Report(_workers[i], _engines[i].Read());
        }

        var before = ThreadClock.Nanoseconds();
        var result = _scheduler.Schedule(request.Routing);
        if (result is not { Worker: { } worker, Lease: { } lease })
        {
            throw new InvalidOperationException($"no worker was chosen: {result.Decision.Reason}");
        }

        _scheduler.RecordServed(request.Routing, worker);
        _schedulerNanoseconds += ThreadClock.Nanoseconds() - before;
        var dispatch = new Dispatch(request, lease);
        _dispatched.Add(dispatch);
        _engines[Array.IndexOf(_workers, worker)].Submit(dispatch);
    }

    private void Report(Worker worker, EngineGauges gauges) => worker.SetMetrics(new WorkerMetrics(
        gauges.Waiting,
        gauges.Running,
        gauges.KvUsage,
        _workload.CacheBlocks,
        _model.BlockTokens,
        PrefixQueries: null,
        PrefixHits: null,
        _events.Time.GetTimestamp()));

    private ReplayResult Summarize(string strategy)
    {
        var ttft = new Quantiles(_dispatched.Select(dispatch => dispatch.TimeToFirstToken));
        var work = _engines.Select(engine => engine.PrefillSeconds).ToArray();
        return new ReplayResult(
            strategy,
            _dispatched.Sum(dispatch => (long)dispatch.CachedTokens) / (double)_workload.InputTokens,
            ttft.Mean,
            ttft.Median,
            ttft.At(0.9),
            ttft.At(0.99),
            work.Max() / work.Average(),
            ttft.ShareWithin(2),
            _dispatched.Count / (Math.Max(1, _schedulerNanoseconds) * 1e-9));
    }
}
