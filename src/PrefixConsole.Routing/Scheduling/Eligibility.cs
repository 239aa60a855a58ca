using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Why a worker that serves the model may not be given a request, whatever the strategy. Recorded like a filter's name.</summary>
public static class Eligibility
{
    /// <summary>Registered, not yet seen healthy.</summary>
    public const string Pending = "status:pending";

    /// <summary>Its probes or requests failed.</summary>
    public const string NotReady = "status:not-ready";

    /// <summary>An operator stopped new requests.</summary>
    public const string Draining = "status:draining";

    /// <summary>This request was sent to it before.</summary>
    public const string AlreadyTried = "already-tried";

    /// <summary>It takes only prefill work.</summary>
    public const string Role = "role";

    /// <summary>The request is pinned to another worker.</summary>
    public const string Pinned = "pinned";

    /// <summary>Null when the worker may be chosen.</summary>
    internal static string? Refuse(Worker worker, RoutingRequest request) => worker.Status switch
    {
        WorkerStatus.Pending => Pending,
        WorkerStatus.NotReady => NotReady,
        // a test before the drain is ended is what a pin is for
        WorkerStatus.Draining when request.Pinned != worker.Id => Draining,
        _ when worker.Config.Role == WorkerRole.Prefill => Role,
        _ when request.Excluded.Contains(worker.Id) => AlreadyTried,
        _ when request.Pinned is { } pinned && pinned != worker.Id => Pinned,
        _ => null,
    };
}
