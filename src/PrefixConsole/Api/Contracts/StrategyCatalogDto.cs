using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>All strategies and the rules a <c>custom</c> one is made of.</summary>
public sealed record StrategyCatalogDto(
    IReadOnlyList<StrategyInfoDto> Strategies,
    IReadOnlyList<RuleDescriptor> Filters,
    IReadOnlyList<RuleDescriptor> Scorers,
    IReadOnlyList<RuleDescriptor> Pickers)
{
    internal static StrategyCatalogDto From(StrategyCatalog catalog) => new(
        [.. catalog.Strategies.Select(StrategyInfoDto.From)], catalog.Filters, catalog.Scorers, catalog.Pickers);
}
