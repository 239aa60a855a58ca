using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A change of a worker's state.</summary>
/// <param name="At">Since when.</param>
/// <param name="Kind">Status, Trust or Temperature.</param>
/// <param name="From">Before; empty for the first that is known.</param>
/// <param name="To">After.</param>
/// <param name="Reason">Why.</param>
public sealed record WorkerEventDto(DateTimeOffset At, string Kind, string From, string To, string Reason)
{
    internal static WorkerEventDto Of(WorkerEvent change) => new(change.At, change.Kind.ToString(), change.From, change.To, change.Reason);
}
