namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Why a prompt token was computed and not taken from a cache.</summary>
public enum ReuseCause
{
    /// <summary>No worker held it.</summary>
    Cold,

    /// <summary>The same content was served before, under another adapter, <c>cache_salt</c> or tenant, which caches keep apart.</summary>
    Namespace,

    /// <summary>It fills no block, or is in the last block, of which engines compute at least one token even when all is cached.</summary>
    BelowBlock,

    /// <summary>Another worker held it: load, or another rule, outweighed the cache.</summary>
    Overruled,

    /// <summary>The chosen worker held it when the request was decided and dropped it before it got there.</summary>
    Evicted,

    /// <summary>The index says that the chosen worker holds it, and the engine did not.</summary>
    StaleIndex,

    /// <summary>It was only predicted: the worker's report did not exist or was not trusted.</summary>
    UntrustedIndex,

    /// <summary>The engine counted other tokens than the index was asked with.</summary>
    Tokenizer,
}
