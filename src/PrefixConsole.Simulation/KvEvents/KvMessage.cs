using System.Collections.Immutable;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>One event of a batch: blocks stored, blocks removed, or everything cleared.</summary>
internal abstract record KvMessage;

/// <summary>Consecutive blocks of one prompt.</summary>
/// <param name="Hashes">The engine's hashes, in order.</param>
/// <param name="Parent">Hash of the block before the first; null at the start of a prompt.</param>
/// <param name="Tokens">Token ids of all the blocks.</param>
/// <param name="BlockSize">Tokens per block.</param>
/// <param name="Adapter">LoRA adapter; empty for none.</param>
/// <param name="Salt">The prompt's cache salt; empty for none.</param>
internal sealed record StoredMessage(
    ImmutableArray<ulong> Hashes, ulong? Parent, ImmutableArray<int> Tokens, int BlockSize, string Adapter = "", string Salt = "") : KvMessage;

/// <summary>Blocks that are gone.</summary>
internal sealed record RemovedMessage(ImmutableArray<ulong> Hashes, string Medium = "GPU") : KvMessage;

/// <summary>Every block is gone.</summary>
internal sealed record ClearedMessage : KvMessage;
