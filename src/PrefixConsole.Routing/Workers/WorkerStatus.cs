namespace PrefixConsole.Routing.Workers;

/// <summary>Whether a worker may be given new requests; only <see cref="Ready"/> ones are.</summary>
public enum WorkerStatus
{
    /// <summary>Registered, not yet seen healthy.</summary>
    Pending,
    Ready,

    /// <summary>Probes or requests failed; comes back by itself when probes succeed.</summary>
    NotReady,

    /// <summary>An operator stops new requests; those in flight finish.</summary>
    Draining,
}
