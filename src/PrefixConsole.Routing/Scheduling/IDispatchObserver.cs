using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A part of a strategy that follows requests from their dispatch to their end.</summary>
public interface IDispatchObserver
{
    /// <summary>A request was counted on a worker. Called under the scheduler's lock.</summary>
    /// <returns>What to do once the request is over, on any thread; null for nothing.</returns>
    Action? OnDispatched(RoutingRequest request, Worker worker);
}
