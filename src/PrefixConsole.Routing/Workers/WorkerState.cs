namespace PrefixConsole.Routing.Workers;

/// <summary>A worker's status, why it is so, and since when.</summary>
public sealed record WorkerState(WorkerStatus Status, string Reason, DateTimeOffset Since);
