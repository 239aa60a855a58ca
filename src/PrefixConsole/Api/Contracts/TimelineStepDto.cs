using PrefixConsole.Explaining;

namespace PrefixConsole.Api.Contracts;

/// <summary>A stretch in the life of a request.</summary>
/// <param name="Kind">read, decide, wait, answer or failed.</param>
/// <param name="What">In words.</param>
/// <param name="AfterMs">Start, since the arrival.</param>
/// <param name="TookMs">How long; null while it goes on.</param>
public sealed record TimelineStepDto(string Kind, string What, double AfterMs, double? TookMs)
{
    internal static TimelineStepDto Of(TimelineStep step) => new(step.Kind, step.What, step.From.TotalMilliseconds, step.Length?.TotalMilliseconds);
}
