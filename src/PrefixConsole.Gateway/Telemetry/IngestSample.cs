namespace PrefixConsole.Gateway.Telemetry;

/// <summary>One second of a feed of KV events.</summary>
/// <param name="At">End of the second.</param>
/// <param name="EventsPerSecond">Events that came in it; null in the first second, which has none before it.</param>
/// <param name="Lag">How long the batch applied last had waited by then; null before one, and when nothing is subscribed.</param>
public readonly record struct IngestSample(DateTimeOffset At, double? EventsPerSecond, TimeSpan? Lag);
