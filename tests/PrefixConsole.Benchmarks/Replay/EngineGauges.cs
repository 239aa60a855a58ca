namespace PrefixConsole.Benchmarks.Replay;

/// <summary>What an engine says of itself.</summary>
/// <param name="Waiting">Requests that no prefill has started for.</param>
/// <param name="Running">Requests prefilling or decoding.</param>
/// <param name="KvUsage">Share of the KV blocks that running requests hold, 0 to 1.</param>
internal readonly record struct EngineGauges(int Waiting, int Running, double KvUsage);
