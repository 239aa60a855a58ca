using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>One spec per strategy of the catalog, with its defaults; <c>custom</c> with four scorers.</summary>
internal static class CatalogSpecs
{
    public static IEnumerable<string> Names => new StrategyCatalog().Strategies.Select(strategy => strategy.Name);

    public static StrategySpec Of(string name) => name != StrategyNames.Custom
        ? new StrategySpec { Name = name }
        : new StrategySpec
        {
            Name = name,
            Scorers = [new("prefix", 3), new("queue", 2), new("kv-usage", 2), new("session", 1)],
        };
}
