using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>What an operator chose: a strategy by name, its parameters, and for <c>custom</c> its composition. Plain data.</summary>
public sealed record StrategySpec
{
    /// <summary>One of <see cref="StrategyNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Parameters that differ from their defaults, by name.</summary>
    public ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableSortedDictionary<string, ParameterValue>.Empty;

    /// <summary>Only for <c>custom</c>: at least one scorer.</summary>
    public ImmutableArray<ScorerWeight> Scorers { get; init; } = [];

    /// <summary>Only for <c>custom</c>: filters in their order, by name.</summary>
    public ImmutableArray<string> Filters { get; init; } = [];

    /// <summary>Only for <c>custom</c>: a picker by name; null for the default, max-score.</summary>
    public string? Picker { get; init; }
}
