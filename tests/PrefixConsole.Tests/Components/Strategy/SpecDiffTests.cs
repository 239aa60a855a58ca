using System.Collections.Immutable;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class SpecDiffTests
{
    private readonly StrategyCatalog _catalog = new();

    private static StrategySpec Tree(params (string Name, ParameterValue Value)[] parameters) => new()
    {
        Name = StrategyNames.ApproximateTree,
        Parameters = parameters.ToImmutableSortedDictionary(p => p.Name, p => p.Value),
    };

    [Fact]
    public void Between_ParameterAtItsDefault_IsNoChange() => Assert.Empty(SpecDiff.Between(Tree(), Tree(("cache-threshold", 0.3)), _catalog));

    [Fact]
    public void Between_Parameter_SaysFromAndToWithUnit() => Assert.Equal(
        [new SpecChange("balance-abs", "64 requests", "8 requests")],
        SpecDiff.Between(Tree(), Tree(("balance-abs", 8)), _catalog));

    [Fact]
    public void Between_OtherStrategy_ListsItsOwnParametersOnly()
    {
        var changes = SpecDiff.Between(new StrategySpec { Name = StrategyNames.Random }, Tree(("cache-threshold", 0.5)), _catalog);

        Assert.Equal(
            [new SpecChange("strategy", SpecDiff.Title(_catalog, "random"), "Approximate tree"), new SpecChange("cache-threshold", "0.3 (default)", "0.5")],
            changes);
    }

    [Fact]
    public void Between_Custom_ListsScorersFiltersAndPicker()
    {
        var from = new StrategySpec { Name = StrategyNames.Custom, Scorers = [new("prefix", 3), new("queue", 2)] };
        var to = new StrategySpec { Name = StrategyNames.Custom, Scorers = [new("prefix", 1), new("kv-usage", 2)], Filters = ["utilization"], Picker = "random" };

        Assert.Equal(
            [
                new SpecChange("weight of prefix", "3", "1"),
                new SpecChange("weight of queue", "2", null),
                new SpecChange("weight of kv-usage", null, "2"),
                new SpecChange("filters", null, "utilization"),
                new SpecChange("picker", "max-score", "random"),
            ],
            SpecDiff.Between(from, to, _catalog));
    }

    [Fact]
    public void Between_DefaultPickerNamed_IsNoChange()
    {
        var spec = new StrategySpec { Name = StrategyNames.Custom, Scorers = [new("prefix", 1)] };

        Assert.Empty(SpecDiff.Between(spec, spec with { Picker = SpecDiff.DefaultPicker }, _catalog));
    }

    [Fact]
    public void DefaultPicker_IsKnownToTheCatalog() => Assert.Contains(_catalog.Pickers, p => p.Name == SpecDiff.DefaultPicker);
}
