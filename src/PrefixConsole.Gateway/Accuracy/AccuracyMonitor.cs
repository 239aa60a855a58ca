using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Counts what was available, captured and delivered since start, and where the rest went: all requests, not a sample.</summary>
/// <remarks>It hears of every finished request from the <see cref="DecisionLog"/>.</remarks>
public sealed class AccuracyMonitor : IDisposable
{
    /// <summary>Workers, models and tenants that are told apart, each.</summary>
    public const int MaxKeys = 256;

    /// <summary>Key of those beyond <see cref="MaxKeys"/>.</summary>
    public const string Others = "(others)";

    private readonly DecisionLog _log;
    private readonly WorkerRegistry _registry;
    private readonly AccuracyTally _tally;

    public AccuracyMonitor(DecisionLog log, WorkerRegistry registry, TimeProvider time)
    {
        (_log, _registry, _tally) = (log, registry, new AccuracyTally(time));
        log.Completed += _tally.Add;
        registry.Removed += Forget;
    }

    /// <inheritdoc cref="AccuracyTally.Read"/>
    public AccuracyView Read(AccuracyWindow window, AccuracyDimension by, string? key = null) => _tally.Read(window, by, key);

    public void Dispose()
    {
        _log.Completed -= _tally.Add;
        _registry.Removed -= Forget;
    }

    private void Forget(Worker worker) => _tally.Forget(worker.Id);
}
