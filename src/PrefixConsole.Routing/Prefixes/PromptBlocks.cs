using System.Collections.Immutable;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>
/// A prompt as the indexes see it: chained 64-bit hashes of its full blocks. <c>Hashes[i]</c> names the whole prefix up to and
/// including block i, within the namespace that seeded the chain. A partial last block has no hash: engines cache full blocks only.
/// </summary>
public sealed class PromptBlocks
{
    public static PromptBlocks Empty { get; } = new() { Hashes = [], Unit = PrefixUnit.TextBytes, BlockSize = 1, TotalUnits = 0 };

    public required ulong[] Hashes { get; init; }

    public required PrefixUnit Unit { get; init; }

    /// <summary>Units (bytes or tokens) per block; text blocks may be up to 3 bytes shorter so as not to split a code point.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Units of the whole prompt, the partial last block included.</summary>
    public required int TotalUnits { get; init; }

    /// <summary>Structure of the prompt in order of <see cref="PromptSegment.StartUnit"/>; empty when unknown.</summary>
    public ImmutableArray<PromptSegment> Segments { get; init; } = [];

    /// <summary>
    /// Where each of <see cref="Segments"/> starts, in half blocks: 2b = with the first unit of block b, 2b + 1 = inside block b.
    /// Filled in by <see cref="PrefixHasher"/>, because text blocks vary in length; when empty, blocks are taken to be of full size.
    /// </summary>
    public ImmutableArray<int> SegmentPositions { get; init; } = [];

    public int Count => Hashes.Length;
}
