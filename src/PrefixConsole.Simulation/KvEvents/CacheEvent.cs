namespace PrefixConsole.Simulation.KvEvents;

/// <summary>An event as a worker publishes it: consecutive blocks of one prompt together.</summary>
/// <param name="Kind">Name of the type on the wire.</param>
/// <param name="Hashes">The engine's hashes.</param>
/// <param name="Parent">Hash of the block before the first; null at the start of a prompt.</param>
/// <param name="Tokens">Token ids of all blocks.</param>
/// <param name="Adapter">LoRA adapter; empty for none.</param>
/// <param name="Salt">Cache salt of a prompt that starts with these blocks; empty for none.</param>
internal sealed record CacheEvent(
    string Kind, IReadOnlyList<ulong> Hashes, ulong? Parent = null, IReadOnlyList<int>? Tokens = null, string Adapter = "", string Salt = "")
{
    public const string Stored = "BlockStored";
    public const string Removed = "BlockRemoved";
    public const string Cleared = "AllBlocksCleared";
}
