using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What keeps requests away from a worker that does not answer, and what it knows.</summary>
/// <param name="State">Whether requests get through.</param>
/// <param name="Failures">Failed health checks and requests that could not connect, in a row, 0 or more.</param>
/// <param name="LastCause">What was wrong the last time, also while all is well again; null when nothing was yet.</param>
/// <param name="LastFailedAt">When that was.</param>
/// <param name="LastAnsweredAt">When a health check was last answered; null when none was yet.</param>
/// <param name="OpenSince">Since when no requests get through; null while it is not open. Until: a health check is answered.</param>
public sealed record WorkerBreaker(
    BreakerState State, int Failures, string? LastCause, DateTimeOffset? LastFailedAt, DateTimeOffset? LastAnsweredAt, DateTimeOffset? OpenSince)
{
    /// <summary>Failed health checks in a row that open it. A single request that cannot connect does so too.</summary>
    public const int FailuresToOpen = 3;

    /// <summary>Of a worker that was never asked.</summary>
    public static WorkerBreaker Untested { get; } = new(BreakerState.Untested, 0, null, null, null, null);

    /// <summary>A worker's status is what its breaker and its operators make of it.</summary>
    internal static WorkerBreaker Of(WorkerState state, FailureCount failures) => new(
        state.Status switch
        {
            WorkerStatus.Ready => BreakerState.Closed,
            WorkerStatus.NotReady => BreakerState.Open,
            WorkerStatus.Draining => BreakerState.Suspended,
            _ => BreakerState.Untested,
        },
        failures.InARow,
        failures.LastCause,
        failures.LastAt,
        failures.AnsweredAt,
        state.Status is WorkerStatus.NotReady ? state.Since : null);
}
