using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>Cuts a prompt into full blocks and chains their hashes.</summary>
/// <remarks>
/// <para>
/// Local hash of a block: <see cref="BlockHash"/> over its bytes. It knows neither position nor namespace, so the processor works on several
/// blocks at once while the chain waits for nothing else.
/// </para>
/// <para>
/// Chain: <c>h[0] = Mix(seed(namespace), local[0])</c>, <c>h[i] = Mix(h[i-1], local[i])</c>, where
/// <c>Mix(h, x) = rotl(h, 31) * K + x</c> with K odd. Mix is a bijection in either argument when the other is fixed: prompts that differ
/// in one block, or only in namespace, cannot collide at that block nor at any equal block after it, and otherwise collide with the odds
/// of the local hash, whose bits are as good as random; so a sum with it needs no finalizer of its own. The rotation makes the chain
/// other than a polynomial modulo 2^64, in which blocks that change places far apart would cancel in the low bits. Five cycles per block
/// instead of seventeen with one. Not a cryptographic hash: a forged collision can mislead routing, it never serves content.
/// </para>
/// <para>
/// Tokens are read in the machine's byte order (little-endian on all supported hosts): hashes are not compared with another machine's. Labels are
/// kept by them over a restart; under another block size, or where <see cref="BlockHash"/> takes its other way, those name nothing.
/// </para>
/// </remarks>
public static class PrefixHasher
{
    /// <summary>Default bytes per text block.</summary>
    public const int DefaultTextBlock = 256;

    /// <summary>Default tokens per block.</summary>
    public const int DefaultTokenBlock = 16;

    private const ulong ChainMultiplier = 0x9E3779B97F4A7C15;

    // Local hash of a block that nobody wrote: a real one has it with the odds of any collision.
    private const ulong UnseenBlock = 0xD1B54A32D192ED03;

    /// <summary>
    /// Hashes a text by blocks that end at the last code-point boundary at or before <paramref name="blockBytes"/> from their start (a
    /// code point longer than a block is a block by itself). The partial tail has no hash.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="blockBytes"/> is below 1.</exception>
    public static PromptBlocks HashText(ReadOnlySpan<byte> utf8, in PrefixNamespace space, int blockBytes, ImmutableArray<PromptSegment> segments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 1);
        var marks = new SegmentMarker(segments);
        // a cut gives back at most 3 bytes, so no block but a lone code point is shorter than this
        var rented = ArrayPool<ulong>.Shared.Rent((utf8.Length / Math.Max(1, blockBytes - 3)) + 1);
        try
        {
            var hash = space.Seed();
            var count = 0;
            var start = 0;
            while (TextCutter.TryCut(utf8, start, blockBytes, out var end))
            {
                hash = Mix(hash, BlockHash.Of(utf8[start..end]));
                rented[count] = hash;
                if (marks.IsPending)
                {
                    marks.Block(count, start, end);
                }

                count++;
                start = end;
            }

            return new PromptBlocks
            {
                Hashes = rented.AsSpan(0, count).ToArray(),
                Unit = PrefixUnit.TextBytes,
                BlockSize = blockBytes,
                TotalUnits = utf8.Length,
                Segments = marks.Segments,
                SegmentPositions = marks.Finish(count),
            };
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    /// <summary>Hashes token ids by blocks of <paramref name="blockTokens"/>. The partial tail has no hash.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="blockTokens"/> is below 1.</exception>
    public static PromptBlocks HashTokens(ReadOnlySpan<int> tokens, in PrefixNamespace space, int blockTokens, ImmutableArray<PromptSegment> segments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockTokens, 1);
        var marks = new SegmentMarker(segments);
        var hashes = GC.AllocateUninitializedArray<ulong>(tokens.Length / blockTokens);
        if (hashes.Length > 0)
        {
            Chain(space.Seed(), MemoryMarshal.AsBytes(tokens), blockTokens * sizeof(int), hashes);
        }

        for (var i = 0; i < hashes.Length && marks.IsPending; i++)
        {
            marks.Block(i, i * blockTokens, (i + 1) * blockTokens);
        }

        return new PromptBlocks
        {
            Hashes = hashes,
            Unit = PrefixUnit.Tokens,
            BlockSize = blockTokens,
            TotalUnits = tokens.Length,
            Segments = marks.Segments,
            SegmentPositions = marks.Finish(hashes.Length),
        };
    }

    /// <summary>The hashes of a prefix, and of so many blocks after it that no prompt has: for a prompt of which nothing else is known.</summary>
    /// <param name="head">Hashes of the prefix; empty for none.</param>
    /// <param name="space">What the prompt belongs to; counts without a prefix only, which has it in its hashes.</param>
    /// <param name="more">Blocks after the prefix, 0 or more.</param>
    public static ulong[] Unseen(ReadOnlySpan<ulong> head, in PrefixNamespace space, int more)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(more);
        var hashes = new ulong[head.Length + more];
        head.CopyTo(hashes);
        var hash = head.IsEmpty ? space.Seed() : head[^1];
        for (var i = head.Length; i < hashes.Length; i++)
        {
            hash = Mix(hash, UnseenBlock);
            hashes[i] = hash;
        }

        return hashes;
    }

    /// <summary>Blocks of one length; a method of its own, because its loop needs all registers.</summary>
    private static void Chain(ulong seed, ReadOnlySpan<byte> bytes, int blockBytes, Span<ulong> hashes)
    {
        var hash = seed;
        for (var i = 0; i < hashes.Length; i++)
        {
            hash = Mix(hash, BlockHash.Of(bytes.Slice(i * blockBytes, blockBytes)));
            hashes[i] = hash;
        }
    }

    /// <summary>One step of the chain, as documented on the class.</summary>
    internal static ulong Mix(ulong previous, ulong local) => (BitOperations.RotateLeft(previous, 31) * ChainMultiplier) + local;
}
