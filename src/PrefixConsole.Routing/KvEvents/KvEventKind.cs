namespace PrefixConsole.Routing.KvEvents;

/// <summary>What a worker says happened to its KV cache.</summary>
public enum KvEventKind
{
    /// <summary>Blocks were stored, in the order of the prompt.</summary>
    Stored,

    /// <summary>Blocks were dropped from one tier.</summary>
    Removed,

    /// <summary>The cache is empty, in all tiers.</summary>
    Cleared,
}
