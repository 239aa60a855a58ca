using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Counts what was available, captured and delivered, and where the rest went, of the fleet and by worker, model and tenant.</summary>
/// <remarks>It hears of every finished request from the <see cref="DecisionLog"/>.</remarks>
public sealed class AccuracyMonitor : IDisposable
{
    /// <summary>Workers, models and tenants that are told apart, each.</summary>
    public const int MaxKeys = 256;

    /// <summary>Key of those beyond <see cref="MaxKeys"/>.</summary>
    public const string Others = "(others)";

    private readonly DecisionLog _log;
    private readonly WorkerRegistry _registry;
    private readonly AccuracyBook _fleet;
    private readonly AccuracyBooks _workers;
    private readonly AccuracyBooks _models;
    private readonly AccuracyBooks _tenants;

    public AccuracyMonitor(DecisionLog log, WorkerRegistry registry, TimeProvider time)
    {
        _log = log;
        _registry = registry;
        _fleet = new AccuracyBook(time);
        _workers = new AccuracyBooks(time, MaxKeys);
        _models = new AccuracyBooks(time, MaxKeys);
        _tenants = new AccuracyBooks(time, MaxKeys);
        log.Completed += Record;
        registry.Removed += Forget;
    }

    /// <param name="window">How far back.</param>
    /// <param name="by">What the rows are.</param>
    /// <param name="key">Row whose density and calibration are wanted; null for those of the fleet. Those of one that served nothing are empty.</param>
    public AccuracyView Read(AccuracyWindow window, AccuracyDimension by, string? key = null)
    {
        var density = new int[AccuracyDensity.Bins * AccuracyDensity.Bins];
        var calibration = new CalibrationBin[AccuracyCalibration.Steps];
        var books = by switch
        {
            AccuracyDimension.Worker => _workers,
            AccuracyDimension.Model => _models,
            AccuracyDimension.Tenant => _tenants,
            _ => null,
        };
        var one = books is null ? null : key;
        var fleet = _fleet.Read(window, one is null ? density : [], one is null ? calibration : []);
        if (one is not null)
        {
            books!.Find(one)?.Read(window, density, calibration);
        }

        return new AccuracyView(window, by, fleet, one, new AccuracyDensity(density), new AccuracyCalibration(calibration), books?.Read(window) ?? []);
    }

    public void Dispose()
    {
        _log.Completed -= Record;
        _registry.Removed -= Forget;
    }

    private void Record(DecisionEntry entry)
    {
        // Only what a worker answered can have reused anything: a refused request is no cache miss. Nor is a test that an operator sent elsewhere.
        if (entry.Outcome is not { Served: { } served, StatusCode: >= 200 and < 300 } outcome || entry.Decision.Request.Pinned)
        {
            return;
        }

        var facts = AccuracyFacts.From(entry, outcome);
        _fleet.Add(facts);
        _workers.Of(served.Value).Add(facts);
        _models.Of(entry.Decision.Request.Model).Add(facts);
        _tenants.Of(entry.Decision.Request.Tenant).Add(facts);
    }

    private void Forget(Worker worker) => _workers.Remove(worker.Id.Value);
}
