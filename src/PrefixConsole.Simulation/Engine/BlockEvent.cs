using System.Collections.Immutable;

namespace PrefixConsole.Simulation.Engine;

/// <summary>A block became findable or is gone: what an engine publishes as a KV event.</summary>
/// <param name="Stored">True for stored, false for removed.</param>
/// <param name="Hash">The engine's hash of the block.</param>
/// <param name="Parent">Hash of the block before it; null for the first of a prompt and for removals.</param>
/// <param name="Tokens">Token ids of a stored block; empty for removals.</param>
/// <param name="Adapter">LoRA adapter of a stored block; empty for none.</param>
/// <param name="Salt">The <c>cache_salt</c> of a stored block's prompt; empty for none.</param>
/// <param name="Cleared">True when every block is gone at once; then nothing else is set.</param>
public readonly record struct BlockEvent(
    bool Stored, ulong Hash, ulong? Parent, ImmutableArray<int> Tokens, string Adapter, string Salt = "", bool Cleared = false);
