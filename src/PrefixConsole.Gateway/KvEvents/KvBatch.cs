namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What is known of a batch besides its events.</summary>
/// <param name="Timestamp">Seconds since 1970 on the worker's clock; NaN when the batch says none.</param>
/// <param name="Rank">Data-parallel rank, 0 or more; null when the batch names none.</param>
internal readonly record struct KvBatch(double Timestamp, int? Rank);
