namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The fields of KV events that are used; all others are skipped.</summary>
internal enum KvEventField
{
    Ignored,
    Type,
    BlockHashes,
    Parent,
    Tokens,
    BlockSize,
    AdapterNumber,
    Medium,

    /// <summary>vLLM's adapter name in the array era; SGLang sends a map of metadata in the same place.</summary>
    AdapterName,
    ExtraKeys,
    Group,
    GroupKind,
}
