using System.Collections.Immutable;

namespace PrefixConsole.Simulation.Engine;

/// <summary>A block became findable or is gone: what an engine publishes as a KV event.</summary>
/// <param name="Stored">True for stored, false for removed.</param>
/// <param name="Hash">The engine's hash of the block.</param>
/// <param name="Parent">Hash of the block before it; null for the first of a prompt and for removals.</param>
/// <param name="Tokens">Token ids of a stored block; empty for removals.</param>
/// <param name="Adapter">LoRA adapter of a stored block; empty for none.</param>
/// <param name="Salt">Cache salt of the first block of a prompt; empty for none.</param>
public readonly record struct BlockEvent(bool Stored, ulong Hash, ulong? Parent, ImmutableArray<int> Tokens, string Adapter, string Salt = "");
