using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Changes of the fleet at runtime: used by the configuration, the admin API and the console alike.</summary>
public sealed class FleetService
{
    /// <summary>Adds a worker; errors name the field (id, url, role …). Id taken: field <c>id</c>.</summary>
    public ImmutableArray<FieldError> Add(WorkerOptions options, bool simulated = false) => throw new NotImplementedException();

    /// <summary>No new requests; those in flight finish. False: no such worker.</summary>
    public bool Drain(WorkerId id) => throw new NotImplementedException();

    /// <summary>Ends a drain; the next probe decides whether the worker is ready.</summary>
    public bool Undrain(WorkerId id) => throw new NotImplementedException();

    /// <summary>Removes a worker; streams in flight finish, its predicted and reported state is purged.</summary>
    public bool Remove(WorkerId id) => throw new NotImplementedException();

    /// <summary>Forgets what is predicted and reported for a worker (after its cache was flushed).</summary>
    public bool ResetIndex(WorkerId id) => throw new NotImplementedException();
}
