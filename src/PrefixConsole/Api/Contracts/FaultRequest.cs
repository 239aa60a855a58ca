namespace PrefixConsole.Api.Contracts;

/// <summary>Something that is to go wrong with a simulated worker.</summary>
public sealed record FaultRequest
{
    /// <summary>restart, drop-events, clear-silently, lag, stop-events, or none to take every fault back.</summary>
    public string? Fault { get; init; }

    /// <summary>Batches to lose, 1 to 1,000,000; 50 when absent.</summary>
    public int? Batches { get; init; }

    /// <summary>Lost batches can be replayed.</summary>
    public bool? Healable { get; init; }

    /// <summary>How late events are, 1 to 60,000; 2,000 when absent.</summary>
    public int? Milliseconds { get; init; }
}
