namespace PrefixConsole.Routing.KvEvents;

/// <summary>One event of a worker's KV cache. Its spans belong to whoever decoded it and are valid only while it is handled.</summary>
public readonly ref struct KvEvent
{
    public required KvEventKind Kind { get; init; }

    /// <summary>The engine's names of the blocks: 64 bits of whatever it hashes, opaque. Empty when cleared.</summary>
    public ReadOnlySpan<ulong> EngineHashes { get; init; }

    /// <summary>Stored: the engine's name of the block before the first; null at the start of a prompt.</summary>
    public ulong? Parent { get; init; }

    /// <summary>
    /// Stored: the token ids of all blocks, <see cref="EngineHashes"/> times <see cref="BlockSize"/> of them; empty when known blocks
    /// come to another tier.
    /// </summary>
    public ReadOnlySpan<int> Tokens { get; init; }

    /// <summary>Stored: tokens per block, 1 or more; 0 may stand where <see cref="Tokens"/> is empty.</summary>
    public int BlockSize { get; init; }

    /// <summary>Stored and removed.</summary>
    public CacheTier Tier { get; init; }

    /// <summary>Stored: the adapter the blocks were computed with; null for the base model.</summary>
    public string? Adapter { get; init; }

    /// <summary>Stored: number of the deprecated <c>lora_id</c>, which engines without names send; null for the base model.</summary>
    public long? AdapterNumber { get; init; }

    /// <summary>Cache group of a hybrid model, 0 or more; null when the model has one.</summary>
    public int? Group { get; init; }

    /// <summary>Stored: kind of attention of the group, as the engine names it; null when it does not.</summary>
    public string? GroupKind { get; init; }

    /// <summary>Stored, at the start of a prompt: the request's <c>cache_salt</c>; null for none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>
    /// Stored: something besides tokens, adapter and cache salt went into the engine's hashes (images), so tokens alone do not name the blocks.
    /// </summary>
    public bool HasExtraKeys { get; init; }
}
