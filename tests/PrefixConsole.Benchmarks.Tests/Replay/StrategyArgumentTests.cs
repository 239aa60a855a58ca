using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Routing.Strategies;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class StrategyArgumentTests
{
    [Fact]
    public void Parse_All_GivesEveryStrategyThatNeedsNoComposition() => Assert.Equal(
        Catalog.Strategies.Select(strategy => strategy.Name).Where(name => name != StrategyNames.Custom),
        StrategyArgument.Parse("all", Catalog).Select(named => named.Name));

    [Fact]
    public void Parse_List_ReadsNamesAndParameters()
    {
        var parsed = StrategyArgument.Parse("random, approximate-tree(gate=fleet, cache-threshold=0.5),round-robin", Catalog);

        Assert.Equal(["random", "approximate-tree", "round-robin"], parsed.Select(named => named.Spec.Name));
        Assert.Equal("fleet", parsed[1].Spec.Parameters["gate"]);
        Assert.Equal(0.5, parsed[1].Spec.Parameters["cache-threshold"]);
    }

    [Theory]
    [InlineData("", "unknown strategy")]
    [InlineData("random,", "unknown strategy")]
    [InlineData("dynamo", "unknown strategy")]
    [InlineData("Random", "unknown strategy")]
    [InlineData("custom", "scorer")]
    [InlineData("random(seed=1)", "unknown parameter")]
    [InlineData("approximate-tree(gate=both)", "must be one of")]
    [InlineData("approximate-tree(cache-threshold=2)", "must be between")]
    [InlineData("approximate-tree(cache-threshold=NaN)", "finite")]
    [InlineData("approximate-tree(gate)", "not name=value")]
    [InlineData("approximate-tree()", "not name=value")]
    [InlineData("approximate-tree(gate=fleet,gate=request)", "given twice")]
    [InlineData("approximate-tree(gate=fleet", "brackets")]
    [InlineData("approximate-tree)gate=fleet(", "brackets")]
    [InlineData("approximate-tree((gate=fleet))", "brackets")]
    [InlineData("approximate-tree(gate=fleet)x", "follows")]
    public void Parse_Wrong_SaysWhyAndListsWhatIsKnown(string argument, string reason)
    {
        var message = Assert.Throws<UsageException>(() => StrategyArgument.Parse(argument, Catalog)).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.All(Catalog.Strategies, strategy => Assert.Contains($"  {strategy.Name}", message, StringComparison.Ordinal));
        Assert.Contains("gate=request", message, StringComparison.Ordinal);
    }
}
