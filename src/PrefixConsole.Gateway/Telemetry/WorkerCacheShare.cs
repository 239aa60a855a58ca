namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Estimated tokens that the predicted tree holds for a worker, by whether anybody else holds them too.</summary>
/// <param name="Unique">Held by this worker only.</param>
/// <param name="Duplicated">Held by another worker too.</param>
public readonly record struct WorkerCacheShare(long Unique, long Duplicated);
