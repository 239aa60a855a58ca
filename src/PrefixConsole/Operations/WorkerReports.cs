using System.Collections.Immutable;
using PrefixConsole.Gateway.Checks;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of changes to the fleet.</summary>
internal static class WorkerReports
{
    public static ActReport OfAdd(WorkerOptions options, ImmutableArray<FieldError> errors) => errors.IsEmpty
        ? new ActReport(AuditResults.Done, After: StateOf(options))
        : Invalid(errors);

    /// <summary>What was asked after, and how each question ended; not what was answered.</summary>
    public static ActReport OfCheck(WorkerOptions options, WorkerCheck check) => check.Errors.IsEmpty
        ? new ActReport(AuditResults.Done, After: new
        {
            options.Url,
            options.MetricsUrl,
            KvEvents = options.KvEvents?.Endpoint,
            Replay = options.KvEvents?.ReplayEndpoint,
            Found = check.Steps.ToDictionary(s => s.Subject, s => s.Outcome),
        })
        : Invalid(check.Errors);

    /// <summary>Until when it counts; never the token.</summary>
    public static ActReport OfPin(WorkerPin? pin, PinRefusal refusal) => pin is not null
        ? new ActReport(AuditResults.Done, After: new { pin.ExpiresAt })
        : new ActReport(AuditResults.Failed, PinWords.Of(refusal));

    public static ActReport OfUnpin(int? ended) => ended is { } count ? new ActReport(AuditResults.Done, After: new { Ended = count }) : ActReport.NoTarget;

    /// <summary>Remembers what is removed.</summary>
    /// <param name="before">Its configuration before; null when it is not in the fleet.</param>
    /// <param name="added">What it was added as, when it could not be restored.</param>
    public static Func<bool, ActReport> OfRemove(WorkerConfig? before, AddedWorker? added = null) => done => done
        ? new ActReport(AuditResults.Done, before is { Added: null } ? ComesBack(before) : "", before is not null ? StateOf(before) : added is not null ? StateOf(added.Options) : null)
        : ActReport.NoTarget;

    /// <summary>Whether a worker drains, and who had it drained.</summary>
    public static Func<object?> DrainOf(FleetBook book, WorkerId id) => () => book.StateOf(id) is { } state
        ? new { Draining = state.Status == WorkerStatus.Draining, Reason = state.Status == WorkerStatus.Draining ? state.Reason : null }
        : null;

    /// <summary>What the router thinks a worker's cache holds.</summary>
    public static Func<object?> IndexOf(FleetMonitor monitor, WorkerId id) => () => monitor.Find(id) is { } worker
        ? new { worker.PredictedTokens, worker.ReportedTokens }
        : null;

    /// <summary>What a removal of one that is not an operator's does not do.</summary>
    public static string ComesBack(WorkerConfig config) => config.Simulated
        ? "It is of the embedded fleet: the next start brings it back."
        : "It is in the configuration: the next start brings it back unless it is taken out there too.";

    private static object StateOf(WorkerOptions options) => new
    {
        options.Id,
        options.Url,
        options.Models,
        options.Adapters,
        options.Role,
        options.Engine,
        options.MetricsUrl,
        options.KvBlocks,
        options.BlockSize,
        KvEvents = options.KvEvents is { } events ? new { events.Endpoint, events.ReplayEndpoint, events.Topic, events.Ranks } : null,
    };

    // Under the same names.
    private static object StateOf(WorkerConfig config) => new
    {
        Id = config.Id.Value,
        Url = config.Address,
        config.Models,
        config.Adapters,
        Role = config.Role.ToString(),
        Engine = config.Engine.ToString(),
        MetricsUrl = config.MetricsAddress,
        config.KvBlocks,
        config.BlockSize,
        config.KvEvents,
    };

    private static ActReport Invalid(ImmutableArray<FieldError> errors) =>
        new(AuditResults.Invalid, string.Join("; ", errors.Select(e => $"{e.Field}: {e.Message}")));
}
