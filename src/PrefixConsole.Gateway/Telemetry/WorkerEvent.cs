namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Something that changed about a worker.</summary>
/// <param name="At">Since when. Each status is there; a trust that was over before the next sample is not.</param>
/// <param name="Kind">What changed.</param>
/// <param name="From">Before; empty for the first that is known.</param>
/// <param name="To">After.</param>
/// <param name="Reason">Why.</param>
public sealed record WorkerEvent(DateTimeOffset At, WorkerEventKind Kind, string From, string To, string Reason);
