namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How a health check of a worker went.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Well">It was answered as a worker that is well does.</param>
/// <param name="Took">Until the answer, or until it was given up.</param>
/// <param name="Reason">What was wrong; empty when nothing was.</param>
public sealed record ProbeResult(DateTimeOffset At, bool Well, TimeSpan Took, string Reason);
