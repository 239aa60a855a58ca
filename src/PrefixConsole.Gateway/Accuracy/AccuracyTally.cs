using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>What was available, captured and delivered, and where the rest went, of the fleet and by worker, model and tenant. Thread-safe.</summary>
public sealed class AccuracyTally(TimeProvider time)
{
    private readonly AccuracyBook _fleet = new(time);
    private readonly AccuracyBooks _workers = new(time, AccuracyMonitor.MaxKeys);
    private readonly AccuracyBooks _models = new(time, AccuracyMonitor.MaxKeys);
    private readonly AccuracyBooks _tenants = new(time, AccuracyMonitor.MaxKeys);

    /// <summary>Counts a finished request, as of now; one that nobody served, and a test by an operator, is not counted.</summary>
    public void Add(DecisionEntry entry)
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

    internal void Forget(WorkerId worker) => _workers.Remove(worker.Value);
}
