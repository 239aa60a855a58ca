using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>PUT /api/strategy</c>: a spec and why.</summary>
public record StrategyRequest
{
    public string? Name { get; init; }

    /// <summary>Parameters that differ from their defaults: numbers or words.</summary>
    public Dictionary<string, ParameterValue>? Parameters { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public ScorerWeight[]? Scorers { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public string[]? Filters { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public string? Picker { get; init; }

    /// <summary>Why; kept in the history. Required to apply, not to preview.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds after which the strategy before comes back unless this one is confirmed, 10 to 86,400; absent: it stays.</summary>
    public int? ConfirmWithinSeconds { get; init; }

    /// <summary>What takes it back before that; needs <see cref="ConfirmWithinSeconds"/>.</summary>
    public GuardrailsDto? Guardrails { get; init; }

    internal StrategySpec ToSpec() => new()
    {
        Name = Name ?? "",
        Parameters = Parameters?.ToImmutableSortedDictionary() ?? ImmutableSortedDictionary<string, ParameterValue>.Empty,
        Scorers = [.. Scorers ?? []],
        Filters = [.. Filters ?? []],
        Picker = Picker,
    };
}
