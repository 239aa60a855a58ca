using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>Binds a request's session to the worker that served it.</summary>
internal sealed class SessionBinder(SessionTable sessions, TimeSpan idle, int maxSessions) : IServedObserver
{
    public void OnServed(RoutingRequest request, Worker worker) => sessions.Bind(request, worker.Id, idle, maxSessions);
}
