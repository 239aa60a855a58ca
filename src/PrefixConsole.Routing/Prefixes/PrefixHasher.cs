using System.Collections.Immutable;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>Cuts a prompt into full blocks and chains their hashes.</summary>
public static class PrefixHasher
{
    /// <summary>Default bytes per text block.</summary>
    public const int DefaultTextBlock = 256;

    /// <summary>Default tokens per block.</summary>
    public const int DefaultTokenBlock = 16;

    public static PromptBlocks HashText(ReadOnlySpan<byte> utf8, in PrefixNamespace space, int blockBytes, ImmutableArray<PromptSegment> segments) =>
        throw new NotImplementedException();

    public static PromptBlocks HashTokens(ReadOnlySpan<int> tokens, in PrefixNamespace space, int blockTokens, ImmutableArray<PromptSegment> segments) =>
        throw new NotImplementedException();
}
