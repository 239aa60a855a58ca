using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A part of a strategy that learns from what was served. Called under the scheduler's lock.</summary>
public interface IServedObserver
{
    /// <summary><paramref name="worker"/> sent response headers for <paramref name="request"/>; it may not be the one first chosen.</summary>
    void OnServed(RoutingRequest request, Worker worker);
}
