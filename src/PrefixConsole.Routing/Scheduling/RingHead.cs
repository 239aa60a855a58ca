using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>How much of a prompt's head makes its key on a hash ring.</summary>
/// <param name="Bytes">Of a prompt known as text, 1 or more.</param>
/// <param name="Tokens">Of a prompt known as tokens, 1 or more.</param>
public readonly record struct RingHead(int Bytes, int Tokens)
{
    /// <summary>That of the consistent-hash strategy unless its parameters say otherwise.</summary>
    public static RingHead Default { get; } = new(4096, 1024);

    /// <summary>Leading blocks that the key names; 0 for a prompt that fills none.</summary>
    public int BlocksOf(in PromptShape prompt) => prompt.Count == 0
        ? 0
        : Math.Clamp((prompt.Unit == PrefixUnit.Tokens ? Tokens : Bytes) / Math.Max(1, prompt.BlockSize), 1, prompt.Count);

    /// <summary>Chained hash of the last of these blocks; without one, the seed of the prompt's namespace.</summary>
    public ulong KeyOf(RoutingRequest request) =>
        BlocksOf(PromptShape.Of(request.Blocks)) is > 0 and var blocks ? request.Blocks.Hashes[blocks - 1] : request.Namespace.Seed();
}
