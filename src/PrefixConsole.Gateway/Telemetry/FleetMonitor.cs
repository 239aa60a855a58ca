using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Samples the fleet once a second and keeps five minutes of it.</summary>
public sealed class FleetMonitor
{
    /// <summary>Seconds kept.</summary>
    public const int SecondsKept = 300;

    public ImmutableArray<WorkerView> Workers() => throw new NotImplementedException();

    public WorkerView? Find(WorkerId id) => throw new NotImplementedException();

    /// <summary>Oldest first; empty for an unknown worker.</summary>
    public ImmutableArray<OccupancySample> Series(WorkerId id) => throw new NotImplementedException();

    public OverviewView Overview() => throw new NotImplementedException();

    /// <summary>Calls <paramref name="signal"/> after each sample and each change of the fleet: it must only set a flag. Dispose to stop.</summary>
    public IDisposable Subscribe(Action signal) => throw new NotImplementedException();
}
