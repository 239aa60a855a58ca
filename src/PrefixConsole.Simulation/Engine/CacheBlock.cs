namespace PrefixConsole.Simulation.Engine;

/// <summary>One physical KV block of a <see cref="BlockPool"/>, which alone writes it.</summary>
internal sealed class CacheBlock
{
    public CacheBlockState State { get; set; }

    /// <summary>Requests that hold the block; 0 for a free or idle one.</summary>
    public int References { get; set; }

    /// <summary>Chained hash, meaningful while cached.</summary>
    public ulong Hash { get; set; }

    /// <summary>Hash of the block before it, meaningful while cached.</summary>
    public ulong Parent { get; set; }

    /// <summary>Next physical copy with the same hash.</summary>
    public CacheBlock? NextCopy { get; set; }

    /// <summary>Neighbours in the idle list.</summary>
    public CacheBlock? Older { get; set; }

    public CacheBlock? Newer { get; set; }
}
