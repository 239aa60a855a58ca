namespace PrefixConsole.Routing.Prefixes;

/// <summary>What a block of a prompt is cut from.</summary>
public enum PrefixUnit
{
    /// <summary>UTF-8 bytes of the prefix text, cut at code points: approximate.</summary>
    TextBytes,

    /// <summary>Token ids of the engine's tokenizer: exact.</summary>
    Tokens,
}
