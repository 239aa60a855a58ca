using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A health check of a worker.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Well">It was answered as a worker that is well does.</param>
/// <param name="TookMs">Until the answer, or until it was given up.</param>
/// <param name="Reason">What was wrong; empty when nothing was.</param>
public sealed record ProbeDto(DateTimeOffset At, bool Well, double TookMs, string Reason)
{
    internal static ProbeDto Of(ProbeResult result) => new(result.At, result.Well, result.Took.TotalMilliseconds, result.Reason);
}
