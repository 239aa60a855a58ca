using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Live;

/// <summary>Which decisions a client of the hub wants; null fields do not filter.</summary>
public sealed record DecisionQueryDto
{
    /// <summary>Id of the chosen worker.</summary>
    public string? Worker { get; init; }

    public string? Model { get; init; }

    public string? Tenant { get; init; }

    public string? Strategy { get; init; }

    public string? Reason { get; init; }

    public int? Revision { get; init; }

    /// <summary>Request id, or the start of one.</summary>
    public string? Id { get; init; }

    public bool Errors { get; init; }

    public bool Retried { get; init; }

    /// <summary>Only requests that did not go to the worker with the deepest cache.</summary>
    public bool Spilled { get; init; }

    /// <summary>Size of a page, 1 to 1000; not used by streams.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only those before this sequence; not used by streams.</summary>
    public long? Before { get; init; }

    internal DecisionFilter ToFilter() => new()
    {
        Worker = Worker,
        Model = Model,
        Tenant = Tenant,
        Strategy = Strategy,
        Reason = Reason,
        Revision = Revision,
        Id = Id,
        ErrorsOnly = Errors,
        RetriedOnly = Retried,
        SpilledOnly = Spilled,
    };
}
