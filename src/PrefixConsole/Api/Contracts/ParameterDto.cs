using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A parameter with its default and its range (a number) or its choices (a word).</summary>
public sealed record ParameterDto(
    string Name,
    string Summary,
    ParameterValue Default,
    double? Minimum,
    double? Maximum,
    bool Whole,
    string Unit,
    IReadOnlyList<string> Choices)
{
    internal static ParameterDto From(ParameterDescriptor parameter) => new(
        parameter.Name,
        parameter.Summary,
        parameter.Default,
        double.IsFinite(parameter.Minimum) ? parameter.Minimum : null,
        double.IsFinite(parameter.Maximum) ? parameter.Maximum : null,
        parameter.Whole,
        parameter.Unit,
        parameter.Choices);
}
