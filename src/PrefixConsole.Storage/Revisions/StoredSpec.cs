using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Storage.Revisions;

/// <summary>A <see cref="StrategySpec"/> as JSON: stays readable when the type changes.</summary>
public sealed record StoredSpec(
    string Name, SortedDictionary<string, ParameterValue> Parameters, StoredScorer[] Scorers, string[] Filters, string? Picker)
{
    public static StoredSpec Of(StrategySpec spec) => new(
        spec.Name,
        new SortedDictionary<string, ParameterValue>(spec.Parameters.ToDictionary(), StringComparer.Ordinal),
        [.. (spec.Scorers.IsDefault ? [] : spec.Scorers).Select(s => new StoredScorer(s.Scorer, s.Weight))],
        [.. spec.Filters.IsDefault ? [] : spec.Filters],
        spec.Picker);

    public StrategySpec ToSpec() => new()
    {
        Name = Name,
        Parameters = Parameters.ToImmutableSortedDictionary(),
        Scorers = [.. Scorers.Select(s => new ScorerWeight(s.Scorer, s.Weight))],
        Filters = [.. Filters],
        Picker = Picker,
    };

    /// <summary>By content: a record compares its arrays by reference.</summary>
    public bool Same(StoredSpec other) =>
        Name == other.Name
        && Picker == other.Picker
        && Parameters.SequenceEqual(other.Parameters)
        && Scorers.SequenceEqual(other.Scorers)
        && Filters.SequenceEqual(other.Filters);
}
