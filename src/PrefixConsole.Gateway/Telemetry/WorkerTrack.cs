using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What the monitor remembers of one registration of a worker.</summary>
internal sealed class WorkerTrack(Worker worker, RollingStats stats)
{
    public Worker Worker { get; } = worker;

    public RollingStats Stats { get; } = stats;

    /// <summary>Guarded by the monitor's sampling lock.</summary>
    public SampleRing<OccupancySample> Series { get; } = new(FleetMonitor.SecondsKept);

    /// <summary>Guarded by the monitor's sampling lock.</summary>
    public WorkerNotes Notes { get; } = new();

    /// <summary><see cref="WorkerLoad.Processed"/> at the last sample.</summary>
    public long ProcessedBefore { get; set; } = worker.Load.Processed;

    /// <summary>Blocks reported as removed until the last sample; null before one that reported.</summary>
    public long? RemovedBefore { get; set; }
}
