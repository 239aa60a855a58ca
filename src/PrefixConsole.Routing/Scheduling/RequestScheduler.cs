using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Chooses a worker: overlap from the indexes, then filters, scorers and picker of the active revision.</summary>
public sealed class RequestScheduler(
    WorkerRegistry registry,
    ApproximatePrefixTree predicted,
    ReportedPrefixIndex reported,
    StrategyStore strategies,
    TimeProvider time)
{
    /// <summary>Decides and counts the request on the chosen worker before returning. The caller disposes of the lease.</summary>
    public ScheduleResult Schedule(RoutingRequest request) => throw new NotImplementedException();

    /// <summary>Decides without counting, learning or moving any strategy state that another decision would see.</summary>
    public RoutingDecision Preview(RoutingRequest request, StrategySpec spec) => throw new NotImplementedException();

    /// <summary>Tells the predicted tree and the strategy which worker really served.</summary>
    public void RecordServed(RoutingRequest request, Worker worker) => throw new NotImplementedException();
}
