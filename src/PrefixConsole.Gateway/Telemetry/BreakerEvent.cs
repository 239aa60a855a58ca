namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A breaker opened, or was open no longer.</summary>
/// <param name="At">When.</param>
/// <param name="Opened">It opened; else it ended.</param>
/// <param name="Cause">What opened it, or what ended it: an answered health check, or an operator who drained the worker.</param>
/// <param name="Failures">Failures in a row when it opened; null when it ended.</param>
/// <param name="Open">How long it had been open when it ended; null when it opened.</param>
public sealed record BreakerEvent(DateTimeOffset At, bool Opened, string Cause, int? Failures, TimeSpan? Open);
