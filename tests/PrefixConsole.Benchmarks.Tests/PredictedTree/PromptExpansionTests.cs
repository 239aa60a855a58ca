using System.Text;
using PrefixConsole.Benchmarks.PredictedTree;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.Tests.PredictedTree;

/// <summary>The check values of the workload's definition (field/sglang.md §6.3).</summary>
public sealed class PromptExpansionTests
{
    [Theory]
    [InlineData(0, new[] { 118191, 23745, 87758, 102381 })]
    [InlineData(1, new[] { 32455, 99093, 36339, 73815 })]
    public void Tokens_OfCheckedIds_AreThePublishedOnes(long id, int[] first)
    {
        var expansion = new TokenExpansion();

        expansion.Expand([id]);

        Assert.Equal(512, expansion.Tokens.Length);
        Assert.Equal(first, expansion.Tokens[..4].ToArray());
    }

    [Theory]
    [InlineData(0, "vBOtKaAX2kKdD. F")]
    [InlineData(1, "HVzXLl42yUc4XbC2")]
    public void Text_OfCheckedIds_IsThePublishedOne(long id, string first)
    {
        var expansion = new TextExpansion();

        expansion.Expand([id]);

        Assert.Equal(2048, expansion.Text.Length);
        Assert.Equal(first, Encoding.ASCII.GetString(expansion.Text[..16]));
    }

    [Fact]
    public void Hash_SeveralIds_GivesTheBlocksOfEachAndForgetsLongerPromptsBefore()
    {
        foreach (var expansion in new PromptExpansion[] { new TokenExpansion(), new TextExpansion() })
        {
            expansion.Expand([5, 6, 7]);
            var longer = expansion.Hash();
            expansion.Expand([5, 6]);
            var shorter = expansion.Hash();

            Assert.Equal((3 * expansion.BlocksPerId, 2 * expansion.BlocksPerId), (longer.Count, shorter.Count));
            Assert.Equal(longer.Hashes[..shorter.Count], shorter.Hashes);
        }

        Assert.Equal((32, 8), (new TokenExpansion().BlocksPerId, new TextExpansion().BlocksPerId));
    }

    [Fact]
    public void Hash_Unit_IsThatOfTheMode()
    {
        Assert.Equal(PrefixUnit.Tokens, new TokenExpansion().Hash().Unit);
        Assert.Equal(PrefixUnit.TextBytes, new TextExpansion().Hash().Unit);
    }
}
