using System.Text;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Testing.Prefixes;

/// <summary>Prompts for tests, by what they contain: equal beginnings give equal leading hashes.</summary>
public static class TestPrompts
{
    private static readonly PrefixNamespace s_space = new("test-model");

    /// <summary>One block per character.</summary>
    public static PromptBlocks Characters(string text) => PrefixHasher.HashText(Encoding.UTF8.GetBytes(text), s_space, 1, []);

    /// <summary>One block per id.</summary>
    public static PromptBlocks Blocks(params int[] ids) => PrefixHasher.HashTokens(ids, s_space, 1, []);

    /// <summary>Blocks of 16 tokens.</summary>
    public static PromptBlocks Pages(params int[] tokens) => PrefixHasher.HashTokens(tokens, s_space, 16, []);

    /// <summary>Chained hashes, one per id.</summary>
    public static ulong[] Chain(params int[] ids) => Blocks(ids).Hashes;
}
