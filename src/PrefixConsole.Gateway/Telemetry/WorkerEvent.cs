namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Something that changed about a worker.</summary>
/// <param name="At">When it was noticed: a change between two samples that was undone before the second is not.</param>
/// <param name="Kind">What changed.</param>
/// <param name="From">Before; empty for the first that is known.</param>
/// <param name="To">After.</param>
/// <param name="Reason">Why.</param>
public sealed record WorkerEvent(DateTimeOffset At, WorkerEventKind Kind, string From, string To, string Reason);
