using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>PUT /api/strategy</c>: a spec and why.</summary>
public sealed record StrategyRequest
{
    /// <summary>Longest reason.</summary>
    public const int MaxReason = 500;

    public string? Name { get; init; }

    /// <summary>Parameters that differ from their defaults: numbers or words.</summary>
    public Dictionary<string, ParameterValue>? Parameters { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public ScorerWeight[]? Scorers { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public string[]? Filters { get; init; }

    /// <summary>Only for <c>custom</c>.</summary>
    public string? Picker { get; init; }

    /// <summary>Why; shown in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds after which the strategy before comes back unless this one is confirmed, 10 to 86,400; absent: it stays.</summary>
    public int? ConfirmWithinSeconds { get; init; }

    internal StrategySpec ToSpec() => new()
    {
        Name = Name ?? "",
        Parameters = Parameters?.ToImmutableSortedDictionary() ?? ImmutableSortedDictionary<string, ParameterValue>.Empty,
        Scorers = [.. Scorers ?? []],
        Filters = [.. Filters ?? []],
        Picker = Picker,
    };
}
