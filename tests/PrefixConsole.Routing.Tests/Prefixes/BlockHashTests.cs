using System.Numerics;
using System.Runtime.InteropServices;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Tests.Prefixes;

public sealed class BlockHashTests
{
    /// <summary>Every bit of a block flips every bit of the hash half of the time: within five standard deviations and a bit.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(256)]
    public void Of_OneBitFlipped_FlipsEachBitOfTheHashHalfOfTheTime(int length)
    {
        const int samples = 1_000;
        var random = new Random(1);
        var block = new byte[length];
        for (var bit = 0; bit < length * 8; bit += length > 64 ? 7 : 1)
        {
            var flips = new int[64];
            for (var sample = 0; sample < samples; sample++)
            {
                random.NextBytes(block);
                var before = BlockHash.Of(block);
                block[bit / 8] ^= (byte)(1 << (bit % 8));
                for (var changed = before ^ BlockHash.Of(block); changed != 0; changed &= changed - 1)
                {
                    flips[BitOperations.TrailingZeroCount(changed)]++;
                }
            }

            Assert.All(flips, count => Assert.InRange(count, (samples / 2) - 90, (samples / 2) + 90));
        }
    }

    /// <summary>Blocks of 16 tokens in which two are not zero: as unlike random input as prompts get.</summary>
    [Fact]
    public void Of_SparseBlocks_CollideNoMoreThanRandomNumbers()
    {
        var hashes = new List<ulong>();
        var tokens = new int[16];
        for (var first = 0; first < 16; first++)
        {
            for (var second = first + 1; second < 16; second++)
            {
                for (var values = 0; values < 3_600; values++)
                {
                    (tokens[first], tokens[second]) = (1 + (values % 60), (1 + (values / 60)) << (values % 12));
                    hashes.Add(BlockHash.Of(MemoryMarshal.AsBytes(tokens.AsSpan())));
                }

                (tokens[first], tokens[second]) = (0, 0);
            }
        }

        // 432,000 random numbers are expected to meet 22 times in 32 bits, and hardly ever more than 50 times
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
        Assert.InRange(hashes.Count - hashes.Select(h => (uint)h).Distinct().Count(), 0, 50);
        Assert.InRange(hashes.Count - hashes.Select(h => (uint)(h >> 32)).Distinct().Count(), 0, 50);
    }

    [Fact]
    public void Of_EqualBytesOfAnyLength_TellsLengthsApart()
    {
        var zeros = new byte[600];

        Assert.Equal(601, Enumerable.Range(0, 601).Select(length => BlockHash.Of(zeros.AsSpan(0, length))).Distinct().Count());
    }

    [Fact]
    public void Of_TokensThatChangePlaces_TellsOrdersApart()
    {
        var tokens = Enumerable.Range(0, 64).ToArray();
        var hashes = new HashSet<ulong> { BlockHash.Of(MemoryMarshal.AsBytes(tokens.AsSpan())) };
        for (var i = 0; i < tokens.Length; i++)
        {
            for (var j = i + 1; j < tokens.Length; j++)
            {
                (tokens[i], tokens[j]) = (tokens[j], tokens[i]);
                Assert.True(hashes.Add(BlockHash.Of(MemoryMarshal.AsBytes(tokens.AsSpan()))));
                (tokens[i], tokens[j]) = (tokens[j], tokens[i]);
            }
        }
    }

    /// <summary>A slice inside other data hashes as the same bytes alone: nothing outside the block is read.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    [InlineData(253)]
    public void Of_SliceOfALongerText_ReadsTheSliceOnly(int length)
    {
        var text = new byte[length + 200];
        new Random(2).NextBytes(text);
        var alone = BlockHash.Of(text.AsSpan(100, length).ToArray());

        text.AsSpan(0, 100).Fill(0xAA);
        text.AsSpan(100 + length).Fill(0x55);

        Assert.Equal(alone, BlockHash.Of(text.AsSpan(100, length)));
    }
}
