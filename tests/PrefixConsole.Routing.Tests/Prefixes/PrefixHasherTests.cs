using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Tests.Prefixes;

public sealed class PrefixHasherTests
{
    private static readonly PrefixNamespace s_space = new("model");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(16, 1)]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    [InlineData(35, 2)]
    public void HashTokens_OfSomeLength_HashesFullBlocksOnly(int tokens, int blocks)
    {
        var prompt = Tokens(tokens);

        Assert.Equal(blocks, prompt.Count);
        Assert.Equal(tokens, prompt.TotalUnits);
        Assert.Equal(PrefixUnit.Tokens, prompt.Unit);
        Assert.Equal(16, prompt.BlockSize);
    }

    [Fact]
    public void HashTokens_SameTokensAtAnotherPosition_HashDifferentlyBecauseChained()
    {
        var prompt = PrefixHasher.HashTokens([7, 7, 7, 7], s_space, 2, []);

        Assert.NotEqual(prompt.Hashes[0], prompt.Hashes[1]);
    }

    /// <summary>sglang.md §5, case 31: a block's bytes as we read them are the ones the field hashes.</summary>
    [Fact]
    public void LocalHash_OfFieldVector_IsTheirs()
    {
        var tokens = Enumerable.Range(1, 16).ToArray();

        Assert.Equal(0xea06fc71a5ee6e88UL, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(tokens.AsSpan()), 1337));
    }

    [Fact]
    public void HashTokens_FirstBlocks_FollowTheDocumentedFormula()
    {
        var tokens = Enumerable.Range(1, 32).ToArray();

        var prompt = PrefixHasher.HashTokens(tokens, s_space, 16, []);

        var first = PrefixHasher.Mix(s_space.Seed(), BlockHash.Of(MemoryMarshal.AsBytes(tokens.AsSpan(0, 16))));
        var second = PrefixHasher.Mix(first, BlockHash.Of(MemoryMarshal.AsBytes(tokens.AsSpan(16))));
        Assert.Equal([first, second], prompt.Hashes);
    }

    [Fact]
    public void HashTokens_OneBlockRepeated_NeverRepeatsAHash()
    {
        var prompt = PrefixHasher.HashTokens(new int[500_000], s_space, 1, []);

        Assert.Equal(prompt.Count, prompt.Hashes.Distinct().Count());
    }

    /// <summary>Where places are a power of two apart, a chain that were a polynomial modulo 2^64 would lose bits.</summary>
    [Fact]
    public void HashTokens_BlocksThatChangePlacesFarApart_DifferInTheLowBitsToo()
    {
        var tokens = Enumerable.Range(0, 4097).ToArray();
        var hashes = new HashSet<uint>();
        for (var i = 0; i < 2_000; i++)
        {
            (tokens[0], tokens[4096]) = (10_000 + i, 20_000 - i);
            hashes.Add((uint)PrefixHasher.HashTokens(tokens, s_space, 1, []).Hashes[4096]);
        }

        Assert.True(hashes.Count >= 1_998);
    }

    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("abcd", 4, 1)]
    [InlineData("abcde", 4, 1)]
    [InlineData("abcdefgh", 4, 2)]
    [InlineData("abc", 4, 0)]
    [InlineData("你好吗", 1, 3)]
    [InlineData("hello 👋", 1, 7)]
    [InlineData("abc👋defg", 4, 3)]
    [InlineData("abc👋def", 4, 2)]
    public void HashText_AtBlockBoundaries_CountsFullBlocks(string text, int block, int blocks) =>
        Assert.Equal(blocks, Text(text, block).Count);

    [Fact]
    public void HashText_TruncatedCodePointAtTheEnd_IsPartial()
    {
        var bytes = Encoding.UTF8.GetBytes("a👋")[..^1];

        Assert.Equal(1, PrefixHasher.HashText(bytes, s_space, 1, []).Count);
    }

    [Fact]
    public void HashText_BytesThatAreNotUtf8_StillCutAndTerminate()
    {
        var bytes = Enumerable.Repeat((byte)0x80, 1000).ToArray();

        Assert.Equal(100, PrefixHasher.HashText(bytes, s_space, 10, []).Count);
        Assert.Equal(1000, PrefixHasher.HashText(bytes, s_space, 1, []).Count);
    }

    [Fact]
    public void HashText_PartsOfOneNamespaceMovedToAnother_NeverMatch()
    {
        PrefixNamespace[] spaces =
        [
            new("m"), new("n"), new("m", "a"), new("m", "", "a"), new("m", "", "", "a"), new("ma"), new("m", "a", "a"), new("m", "a", "", "a"),
        ];

        var hashes = spaces.SelectMany(s => PrefixHasher.HashText("the same text"u8, s, 4, []).Hashes).ToList();

        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Hash_BlockBelowOne_IsRefused(int block)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefixHasher.HashText("text"u8, s_space, block, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefixHasher.HashTokens([1], s_space, block, []));
    }

    [Fact]
    public void HashText_BlockLargerThanAnyText_HashesNothing() =>
        Assert.Empty(PrefixHasher.HashText("text"u8, s_space, int.MaxValue, []).Hashes);

    [Fact]
    public void Hash_SegmentsNotGiven_AreEmpty()
    {
        var prompt = PrefixHasher.HashTokens([1, 2], s_space, 1, default);

        Assert.True(prompt.Segments.IsEmpty);
        Assert.True(prompt.SegmentPositions.IsEmpty);
    }

    [Fact]
    public void HashText_Segments_AreLocatedByActualBlocks()
    {
        PromptSegment[] segments =
        [
            new(PromptPart.System, 0, 0), new(PromptPart.User, 1, 3), new(PromptPart.Assistant, 1, 6), new(PromptPart.User, 2, 100),
        ];

        var prompt = PrefixHasher.HashText("abc👋de"u8, s_space, 4, [.. segments]);

        // blocks: "abc" [0,3), "👋" [3,7), then "de" is partial
        Assert.Equal(2, prompt.Count);
        Assert.Equal([0, 2, 3, 4], prompt.SegmentPositions);
        Assert.Equal(segments, prompt.Segments);
    }

    /// <summary>Long names leave the stack; both ways must spell the same bytes.</summary>
    [Fact]
    public void Seed_NamesOfAnyLength_IsTheHashOfLengthsAndParts()
    {
        foreach (var length in new[] { 0, 1, 247, 248, 249, 5_000 })
        {
            var name = new string('m', length);
            byte[] expected = [.. BitConverter.GetBytes(length), .. Encoding.Unicode.GetBytes(name), .. new byte[4], 1, 0, 0, 0, (byte)'s', 0, .. new byte[4]];

            Assert.Equal(XxHash3.HashToUInt64(expected), new PrefixNamespace(name, "", "s").Seed());
        }
    }

    private static PromptBlocks Tokens(int count) => PrefixHasher.HashTokens(Enumerable.Range(0, count).ToArray(), s_space, 16, []);

    private static PromptBlocks Text(string text, int block) => PrefixHasher.HashText(Encoding.UTF8.GetBytes(text), s_space, block, []);

    [Fact]
    public void Unseen_KeepsThePrefix_AndGoesOnAsNoPromptOrNamespaceDoes()
    {
        var space = new PrefixNamespace("m", Tenant: "a");
        var head = PrefixHasher.HashText(new byte[1024], space, 256, []).Hashes;

        var after = PrefixHasher.Unseen(head, space, 3);
        var cold = PrefixHasher.Unseen([], space, 3);
        var other = PrefixHasher.Unseen([], new PrefixNamespace("m", Tenant: "b"), 3);

        Assert.Equal(head, after[..4]);
        Assert.Equal(7, after.Length);
        Assert.Equal(cold, PrefixHasher.Unseen([], space, 3));
        Assert.Equal(13, after.Concat(cold).Concat(other).Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefixHasher.Unseen([], space, -1));
    }
}
