using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Changes of the fleet at runtime: used by the configuration, the admin API and the console alike.</summary>
public sealed class FleetService : IDisposable
{
    private const string IdField = "id";

    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _predicted;
    private readonly ReportedCaches _reported;
    private readonly IOptions<GatewayOptions> _options;
    private readonly OwnAddresses _own;
    private readonly Lock _adding = new();

    public FleetService(
        WorkerRegistry registry,
        ApproximatePrefixTree predicted,
        ReportedCaches reported,
        IOptions<GatewayOptions> options,
        OwnAddresses own)
    {
        _registry = registry;
        _predicted = predicted;
        _reported = reported;
        _options = options;
        _own = own;

        // Here and not in Remove: the slot must be clean before the registry hands it out again.
        registry.Removed += Purge;
    }

    /// <summary>What <see cref="Add"/> would refuse an operator's worker for; adds nothing.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="named">Its name counts; false for one that is only asked after.</param>
    public ImmutableArray<FieldError> Check(WorkerOptions options, bool named = true)
    {
        var errors = WorkerRules.Check(options, _options.Value.AllowPrivateWorkers, _own);
        errors = named ? errors : errors.RemoveAll(e => e.Field == IdField);
        if (errors.IsEmpty && options.KvEvents is { } events && KvEventRules.CheckPorts(KvEventRules.ToSource(events), Listening()) is { } taken)
        {
            errors = [taken];
        }

        return named && WorkerId.IsValid(options.Id) && Refuse(new WorkerId(options.Id!)) is { } refused ? errors.Insert(0, refused) : errors;
    }

    /// <summary>Adds a worker; errors name the field (id, url, role …). Id taken: field <c>id</c>.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="simulated">It is of the embedded fleet.</param>
    /// <param name="added">Who added it at runtime; null for the configuration and the embedded fleet.</param>
    public ImmutableArray<FieldError> Add(WorkerOptions options, bool simulated = false, WorkerOrigin? added = null)
    {
        // The embedded fleet listens on loopback whatever the operator allows for others.
        var errors = WorkerRules.Check(options, simulated || _options.Value.AllowPrivateWorkers, _own);
        if (!errors.IsEmpty)
        {
            return errors;
        }

        var config = WorkerRules.ToConfig(options, simulated) with { Added = added };
        lock (_adding)
        {
            if (KvEventRules.CheckPorts(config.KvEvents, Listening()) is { } taken)
            {
                return [taken];
            }

            if (_registry.Add(config) is not null)
            {
                return [];
            }
        }

        return [Refuse(config.Id) ?? Full()];
    }

    /// <summary>No new requests; those in flight finish. False: no such worker.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">Shown as the reason of its state.</param>
    public bool Drain(WorkerId id, string reason = "drained by an operator") =>
        _registry.Find(id) is { } worker && _registry.SetStatus(worker, WorkerStatus.Draining, reason);

    /// <summary>Ends a drain; the next probe decides whether the worker is ready. A worker that does not drain stays as it is.</summary>
    public bool Undrain(WorkerId id) => _registry.Find(id) is { } worker
        && (worker.Status != WorkerStatus.Draining || _registry.SetStatus(worker, WorkerStatus.Pending, "drain ended, not probed yet"));

    /// <summary>Removes a worker; streams in flight finish, its predicted and reported state is purged.</summary>
    public bool Remove(WorkerId id) => _registry.Remove(id);

    /// <summary>Forgets what is predicted and reported for a worker (after its cache was flushed).</summary>
    public bool ResetIndex(WorkerId id)
    {
        if (_registry.Find(id) is not { } worker)
        {
            return false;
        }

        _predicted.Purge(worker.Slot);
        foreach (var feed in _reported.Of(worker))
        {
            feed.Resync("reset by an operator");
        }

        return true;
    }

    public void Dispose() => _registry.Removed -= Purge;

    private FieldError? Refuse(WorkerId id) =>
        _registry.Find(id) is not null ? new FieldError(IdField, $"'{id}' is taken")
        : _registry.Workers.Length >= WorkerRegistry.MaxWorkers ? Full()
        : null;

    private static FieldError Full() => new(IdField, $"the fleet is full: at most {WorkerRegistry.MaxWorkers} workers");

    /// <summary>Ports that engines connect to already, to publish KV events.</summary>
    private IEnumerable<(int Port, string Owner)> Listening() =>
        KvEventRules.Common(_options.Value.KvEventsListen).Concat(
            _registry.Workers.SelectMany(w => KvEventRules.PortsOf(w.Config.KvEvents).Select(port => (port, $"worker '{w.Id}'"))));

    private void Purge(Worker worker)
    {
        _predicted.Purge(worker.Slot);
        _reported.Remove(worker);
    }
}
