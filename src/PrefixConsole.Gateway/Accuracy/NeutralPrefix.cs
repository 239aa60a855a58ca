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
/// Three and not one for every block: they are made for each request, and looked at only when nobody held any of the prompt. At most 32 blocks
/// are hashed, 8 KB of text at the default block size; each hash goes on from the one before.
/// </remarks>
internal readonly record struct NeutralPrefix(ulong First, ulong Eighth, ulong Last, ulong Seed)
{
    /// <summary>Blocks that each of the hashes covers.</summary>
    public const int FirstBlocks = 1;

    public const int EighthBlocks = 8;

    public const int LastBlocks = 32;

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

        var first = Hash(content, 0, FirstBlocks * blockBytes, new PrefixNamespace(model).Seed());
        var eighth = Hash(content, FirstBlocks * blockBytes, EighthBlocks * blockBytes, first);
        var last = Hash(content, EighthBlocks * blockBytes, LastBlocks * blockBytes, eighth);
        return new NeutralPrefix(first, eighth, last, space.Seed());
    }

    private static ulong Hash(ReadOnlySpan<byte> content, int from, int to, ulong before) =>
        content.Length < to ? 0 : XxHash3.HashToUInt64(content[from..to], (long)before);
}
