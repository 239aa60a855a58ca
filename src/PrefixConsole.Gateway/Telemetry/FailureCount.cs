namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What is known of a worker's failures.</summary>
/// <param name="InARow">Failed health checks and requests that could not connect since a health check was answered.</param>
/// <param name="LastCause">What was wrong the last time, which later answers do not wipe out; null while nothing was.</param>
/// <param name="LastAt">When that was.</param>
/// <param name="AnsweredAt">When a health check was last answered; null while none was.</param>
public sealed record FailureCount(int InARow, string? LastCause, DateTimeOffset? LastAt, DateTimeOffset? AnsweredAt)
{
    public static FailureCount None { get; } = new(0, null, null, null);
}
