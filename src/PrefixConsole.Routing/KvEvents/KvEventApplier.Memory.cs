using System.Runtime.CompilerServices;

namespace PrefixConsole.Routing.KvEvents;

// What is kept of a feed besides its part of the index.
internal sealed partial class KvEventApplier
{
    // an object of six fields, the heads of its arrays and its list
    private const int ShapeBytes = 192;

    /// <summary>Bytes it takes, estimated from the sizes of its structures and how much room they have.</summary>
    public long MemoryBytes
    {
        get
        {
            var bytes = TableBytes<TierCounts>(_counts.Capacity) + Lower.MemoryBytes + (sizeof(int) * (long)_tokens.Length) + (2 * sizeof(ulong) * _parked.Blocks);
            foreach (var blocks in _groups.Values)
            {
                bytes += blocks is null ? 0 : TableBytes<EngineBlock>(blocks.Capacity) + (blocks.Count * ShapeBytesPerBlock);
            }

            return bytes;
        }
    }

    /// <summary>Only a block that is not exactly one of the index has a shape.</summary>
    private long ShapeBytesPerBlock => EngineBlockSize is not { } size || size == blockTokens
        ? 0
        : ShapeBytes + (sizeof(ulong) * (long)(size / blockTokens)) + (sizeof(int) * (long)(size % blockTokens));

    /// <summary>Of a dictionary: hash, next, key and value of each place, and the table that finds them.</summary>
    internal static long TableBytes<T>(int capacity) => capacity * (sizeof(int) + (2L * sizeof(int)) + sizeof(ulong) + Math.Max(sizeof(ulong), Unsafe.SizeOf<T>()));
}
