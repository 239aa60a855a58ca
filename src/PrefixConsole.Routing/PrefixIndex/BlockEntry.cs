namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A place of a <see cref="BlockTable"/>: never used (key 0), dead (a key without holders) or live.</summary>
internal struct BlockEntry
{
    public ulong Key;

    /// <summary>As <see cref="HolderSet"/> writes it.</summary>
    public ulong Holders;
}
