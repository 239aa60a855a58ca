using System.Collections.Immutable;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>What a prompt's blocks look like without their hashes: all that is worth keeping once the request is over.</summary>
/// <param name="Count">Full blocks.</param>
/// <param name="BlockSize">Units per block, as in <see cref="PromptBlocks.BlockSize"/>.</param>
/// <param name="Unit">Bytes of text or tokens.</param>
/// <param name="TotalUnits">Units of the whole prompt, the partial last block included.</param>
/// <param name="Segments">Structure of the prompt; empty when unknown.</param>
public readonly record struct PromptShape(int Count, int BlockSize, PrefixUnit Unit, int TotalUnits, ImmutableArray<PromptSegment> Segments)
{
    public static PromptShape Of(PromptBlocks blocks) => new(blocks.Count, blocks.BlockSize, blocks.Unit, blocks.TotalUnits, blocks.Segments);
}
