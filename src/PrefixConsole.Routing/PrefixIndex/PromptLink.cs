using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>The same place of a prompt in both indexes: where a text block ends among its token blocks.</summary>
/// <param name="Text">Chained hash of the text block: what the predicted tree calls it.</param>
/// <param name="Before">Chained hash of the text block before it; null for the first of a prompt.</param>
/// <param name="Index">Number of the text block in its prompt, from 0.</param>
/// <param name="Token">Chained hash of the last token block that ends within the text: what the reported index calls it.</param>
/// <param name="TokenBlocks">Token blocks of the prompt up to there, 1 or more.</param>
/// <param name="Segment">Chat part at the end of the text block.</param>
/// <param name="BlockSize">Units per text block.</param>
/// <param name="Unit">Of the text block.</param>
/// <param name="Namespace">Model, adapter and tenant.</param>
public readonly record struct PromptLink(
    ulong Text, ulong? Before, int Index, ulong Token, int TokenBlocks, PromptSegment Segment, int BlockSize, PrefixUnit Unit, string Namespace);
