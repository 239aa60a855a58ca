namespace PrefixConsole.Routing.KvEvents;

/// <summary>A store whose parent is unknown: hashes only, no tokens.</summary>
/// <param name="Group">Cache group, −1 for none.</param>
/// <param name="Parent">The engine's name of the block it waits for.</param>
/// <param name="Hashes">The engine's names of its blocks.</param>
/// <param name="Locals">Unchained hashes of the index blocks, as many for each engine block.</param>
/// <param name="Tier">Where they were stored.</param>
internal sealed record ParkedStore(int Group, ulong Parent, ulong[] Hashes, ulong[] Locals, CacheTier Tier)
{
    /// <summary>Blocks of it that were removed while it waited.</summary>
    public List<ulong> Removed { get; } = [];
}
