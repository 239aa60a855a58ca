using System.IO.Hashing;
using System.Runtime.InteropServices;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>
/// Hashes of the start of a prompt that leave out adapter, salt and tenant, at three depths: they tell content that is new from content
/// that was kept apart. 0: the prompt is not that long.
/// </summary>
/// <remarks>
/// Three and not one for every block: it is done for each request and looked at when nobody held any of the prompt. At most 73 blocks are
/// hashed, 19 KB of text at the default block size.
/// </remarks>
internal readonly record struct NeutralPrefix(ulong First, ulong Eighth, ulong Last, ulong Seed)
{
    /// <summary>Blocks that each of the hashes covers.</summary>
    public const int FirstBlocks = 1;

    public const int EighthBlocks = 8;

    public const int LastBlocks = 64;

    /// <param name="prompt">Text and token ids; the ids count when there are any.</param>
    /// <param name="request">
    /// The request made of it. Its model is part of the hashes: no cache serves two models. Where tokens are known a tenant keeps nothing apart,
    /// as in <see cref="ReportedNamespace"/>.
    /// </param>
    /// <param name="textBlockBytes">Bytes per text block.</param>
    public static NeutralPrefix Of(ParsedRequest prompt, RoutingRequest request, int textBlockBytes)
    {
        var space = request.Namespace;
        var kept = request.TokenBlocks.Count > 0 ? ReportedNamespace.Of(space.Adapter, space.CacheSalt) : space;
        var ids = prompt.TokenIds;
        return ids.Length > 0
            ? Of(MemoryMarshal.AsBytes<int>(ids), space.Model, kept, PrefixHasher.DefaultTokenBlock * sizeof(int))
            : Of(prompt.PrefixText.Span, space.Model, kept, textBlockBytes);
    }

    internal static NeutralPrefix Of(ReadOnlySpan<byte> content, string model, in PrefixNamespace space, int blockBytes)
    {
        if (content.Length < blockBytes)
        {
            return default;
        }

        var seed = (long)new PrefixNamespace(model).Seed();
        return new NeutralPrefix(
            Hash(content, FirstBlocks * blockBytes, seed),
            Hash(content, EighthBlocks * blockBytes, seed),
            Hash(content, LastBlocks * blockBytes, seed),
            space.Seed());
    }

    private static ulong Hash(ReadOnlySpan<byte> content, int length, long seed) =>
        content.Length < length ? 0 : XxHash3.HashToUInt64(content[..length], seed);
}
