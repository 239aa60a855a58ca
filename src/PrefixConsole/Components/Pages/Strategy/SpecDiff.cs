using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>
/// What differs between two specs, by the values in force: a parameter left at its default equals one set to it. Parameters of
/// two different strategies are not compared with each other; those of the new one are listed where they differ from its defaults.
/// </summary>
internal static class SpecDiff
{
    /// <summary>The picker of a custom strategy that names none.</summary>
    public const string DefaultPicker = "max-score";

    public static ImmutableArray<SpecChange> Between(StrategySpec from, StrategySpec to, StrategyCatalog catalog)
    {
        var changes = ImmutableArray.CreateBuilder<SpecChange>();
        var same = from.Name == to.Name;
        if (!same)
        {
            changes.Add(new SpecChange("strategy", Title(catalog, from.Name), Title(catalog, to.Name)));
        }

        foreach (var parameter in Find(catalog, to.Name)?.Parameters ?? [])
        {
            var before = same ? Value(from, parameter) : parameter.Default;
            var after = Value(to, parameter);
            if (before != after)
            {
                changes.Add(new SpecChange(parameter.Name, Text(before, parameter) + (same ? "" : " (default)"), Text(after, parameter)));
            }
        }

        AddScorers(from, to, changes);
        Add(changes, "filters", List(from.Filters), List(to.Filters));
        Add(changes, "picker", Picker(from), Picker(to));
        return changes.ToImmutable();
    }

    /// <summary>A spec in a few words: its title and what is not at its default.</summary>
    public static string Describe(StrategySpec spec, StrategyCatalog catalog)
    {
        var parts = Find(catalog, spec.Name)?.Parameters
            .Where(p => Value(spec, p) != p.Default)
            .Select(p => $"{p.Name} {Text(Value(spec, p), p)}")
            .Concat(Scorers(spec).Select(s => $"{s.Scorer} × {Figures.Number(s.Weight)}"))
            .ToArray() ?? [];
        return parts.Length == 0 ? Title(catalog, spec.Name) : $"{Title(catalog, spec.Name)}: {string.Join(", ", parts)}";
    }

    public static string Title(StrategyCatalog catalog, string name) => Find(catalog, name)?.Title ?? name;

    public static StrategyDescriptor? Find(StrategyCatalog catalog, string name) => catalog.Strategies.FirstOrDefault(s => s.Name == name);

    public static ParameterValue Value(StrategySpec spec, ParameterDescriptor parameter) =>
        spec.Parameters.TryGetValue(parameter.Name, out var value) ? value : parameter.Default;

    public static string Text(ParameterValue value, ParameterDescriptor parameter) =>
        parameter.Unit.Length == 0 ? value.ToString() : $"{value} {parameter.Unit}";

    private static void AddScorers(StrategySpec from, StrategySpec to, ImmutableArray<SpecChange>.Builder changes)
    {
        foreach (var name in Scorers(from).Concat(Scorers(to)).Select(s => s.Scorer).Distinct())
        {
            Add(changes, $"weight of {name}", Weight(from, name), Weight(to, name));
        }
    }

    private static void Add(ImmutableArray<SpecChange>.Builder changes, string what, string? from, string? to)
    {
        if (from != to)
        {
            changes.Add(new SpecChange(what, from, to));
        }
    }

    private static string? Weight(StrategySpec spec, string scorer) =>
        Scorers(spec).FirstOrDefault(s => s.Scorer == scorer) is { } found ? Figures.Number(found.Weight) : null;

    private static ImmutableArray<ScorerWeight> Scorers(StrategySpec spec) => spec.Scorers.IsDefault ? [] : spec.Scorers;

    private static string? List(ImmutableArray<string> names) => names.IsDefaultOrEmpty ? null : string.Join(" → ", names);

    private static string? Picker(StrategySpec spec) => spec.Name == StrategyNames.Custom ? spec.Picker ?? DefaultPicker : null;
}
