using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A strategy that can be chosen.</summary>
public sealed record StrategyInfoDto(
    string Name,
    string Title,
    string Summary,
    string Source,
    IReadOnlyList<ParameterDto> Parameters)
{
    internal static StrategyInfoDto From(StrategyDescriptor strategy) => new(
        strategy.Name, strategy.Title, strategy.Summary, strategy.Source, [.. strategy.Parameters.Select(ParameterDto.From)]);
}
