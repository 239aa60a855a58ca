using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A part of a strategy that follows requests from their dispatch to their end.</summary>
public interface IDispatchObserver
{
    /// <summary>A request was counted on a worker. Called under the scheduler's lock.</summary>
    void OnDispatched(RoutingRequest request, Worker worker);

    /// <summary>The request is over, however it ended. Called once for each dispatch, on any thread.</summary>
    void OnEnded(RoutingRequest request, Worker worker)
    {
    }
}
