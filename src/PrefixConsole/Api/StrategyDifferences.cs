using System.Globalization;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

/// <summary>Compares two strategies field by field, parameters by the values in force and not by whether they were spelled out.</summary>
internal static class StrategyDifferences
{
    public static IReadOnlyList<StrategyDifference> Between(StrategySpec current, StrategySpec submitted, StrategyCatalog catalog)
    {
        var before = Fields(current, catalog);
        var after = Fields(submitted, catalog);
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(f => new StrategyDifference(f, before.GetValueOrDefault(f), after.GetValueOrDefault(f)))
                .Where(d => d.Current != d.Submitted),
        ];
    }

    /// <summary>Every parameter of the strategy with the value in force.</summary>
    public static SortedDictionary<string, ParameterValue> Effective(StrategySpec spec, StrategyCatalog catalog)
    {
        var values = new SortedDictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in catalog.Strategies.FirstOrDefault(s => s.Name == spec.Name)?.Parameters ?? [])
        {
            values[parameter.Name] = parameter.Default;
        }

        foreach (var (name, value) in spec.Parameters)
        {
            values[name] = value;
        }

        return values;
    }

    private static Dictionary<string, string> Fields(StrategySpec spec, StrategyCatalog catalog)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = spec.Name };
        foreach (var (name, value) in Effective(spec, catalog))
        {
            fields[$"parameters.{name}"] = value.ToString();
        }

        foreach (var scorer in spec.Scorers)
        {
            fields[$"scorers.{scorer.Scorer}"] = scorer.Weight.ToString(CultureInfo.InvariantCulture);
        }

        if (!spec.Filters.IsEmpty)
        {
            fields["filters"] = string.Join(", ", spec.Filters);
        }

        if (spec.Picker is { } picker)
        {
            fields["picker"] = picker;
        }

        return fields;
    }
}
