using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PrefixConsole.Simulation.Engine;

/// <summary>
/// The engine's own block hashes: XXH3-64 of a block's token ids, seeded with the parent's hash (for the first block: the namespace's
/// seed). Engines hash as they like; a router must not rely on these values being its own.
/// </summary>
internal static class BlockChain
{
    public static ulong Next(ulong parent, ReadOnlySpan<int> tokens) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(tokens), unchecked((long)parent));
}
