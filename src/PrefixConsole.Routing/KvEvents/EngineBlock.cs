namespace PrefixConsole.Routing.KvEvents;

/// <summary>A block as its engine named it.</summary>
internal struct EngineBlock
{
    /// <summary>Stores less removals, by tier. A block without any is kept only while others need its place.</summary>
    public TierCounts Stored;

    /// <summary>Chained hash of the last index block that ends in or before it; the namespace's seed when none does.</summary>
    public ulong Chain;

    /// <summary>Null for a block that is exactly one index block, whose hash is then <see cref="Chain"/>.</summary>
    public EngineBlockShape? Shape;
}
