using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A worker's breaker opened, or was open no longer.</summary>
/// <param name="At">When.</param>
/// <param name="Opened">It opened; else it ended.</param>
/// <param name="Cause">What opened it, or what ended it.</param>
/// <param name="Failures">Failures in a row when it opened; null when it ended.</param>
/// <param name="OpenMs">How long it had been open when it ended; null when it opened.</param>
public sealed record BreakerEventDto(DateTimeOffset At, bool Opened, string Cause, int? Failures, double? OpenMs)
{
    internal static BreakerEventDto Of(BreakerEvent change) => new(change.At, change.Opened, change.Cause, change.Failures, change.Open?.TotalMilliseconds);
}
