using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>
/// Which worker served a session last. Only serving refreshes an entry; looking one up changes nothing. Bounded by the caller's
/// maximum, oldest first. Used under the scheduler's lock.
/// </summary>
internal sealed class SessionTable(TimeProvider time)
{
    /// <summary>Idle time after which a session is forgotten (llm-d: 300 s).</summary>
    public static readonly TimeSpan DefaultIdle = TimeSpan.FromSeconds(300);

    public const int DefaultMaxSessions = 100_000;

    private readonly LruMap<SessionId, Binding> _bindings = new();

    public int Count => _bindings.Count;

    /// <summary>The worker the request's session is bound to; null without a session, a binding, or one that is fresh enough.</summary>
    public WorkerId? Find(RoutingRequest request, TimeSpan idle) =>
        request.SessionKey is { } key
        && _bindings.TryGet(IdOf(request, key), out var binding)
        && time.GetElapsedTime(binding.Served) <= idle
            ? binding.Worker
            : null;

    public void Bind(RoutingRequest request, WorkerId worker, TimeSpan idle, int maxSessions)
    {
        if (request.SessionKey is not { } key)
        {
            return;
        }

        _bindings.Set(IdOf(request, key), new Binding(worker, time.GetTimestamp()), maxSessions);

        // Each binding sweeps at most two expired ones, so expiry keeps up with arrivals without a timer.
        for (var swept = 0; swept < 2 && _bindings.TryGetOldest(out var oldest) && time.GetElapsedTime(oldest.Value.Served) > idle; swept++)
        {
            _bindings.Remove(oldest.Key);
        }
    }

    private static SessionId IdOf(RoutingRequest request, string key) => new(request.Model, request.Namespace.Tenant, key);

    private readonly record struct SessionId(string Model, string Tenant, string Key);

    private readonly record struct Binding(WorkerId Worker, long Served);
}
