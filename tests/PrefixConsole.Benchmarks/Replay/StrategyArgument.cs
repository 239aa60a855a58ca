using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>
/// Reads <c>--strategy</c>: <c>all</c>, or names separated by commas, each with parameters in brackets if wanted, such as
/// <c>round-robin,approximate-tree(gate=fleet,holder=last)</c>.
/// </summary>
internal static class StrategyArgument
{
    public const string All = "all";

    /// <exception cref="UsageException">Unknown or malformed; the message lists what is known.</exception>
    public static List<NamedSpec> Parse(string argument, StrategyCatalog catalog)
    {
        if (argument == All)
        {
            // Whatever needs a composition to be valid (custom) has no defaults to run.
            return
            [
                .. catalog.Strategies
                    .Select(strategy => new NamedSpec(strategy.Name, new StrategySpec { Name = strategy.Name }))
                    .Where(named => catalog.Validate(named.Spec).IsEmpty),
            ];
        }

        return [.. Split(argument, catalog).Select(part => Read(part, catalog))];
    }

    private static List<string> Split(string argument, StrategyCatalog catalog)
    {
        var parts = new List<string>();
        var start = 0;
        var depth = 0;
        for (var i = 0; i < argument.Length; i++)
        {
            depth += argument[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth is < 0 or > 1)
            {
                throw Wrong(argument, "brackets do not match", catalog);
            }

            if (argument[i] == ',' && depth == 0)
            {
                parts.Add(argument[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(argument[start..].Trim());
        return depth == 0 ? parts : throw Wrong(argument, "brackets do not match", catalog);
    }

    private static NamedSpec Read(string part, StrategyCatalog catalog)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0 && part[^1] != ')')
        {
            throw Wrong(part, "something follows the brackets", catalog);
        }

        var spec = new StrategySpec
        {
            Name = open < 0 ? part : part[..open],
            Parameters = open < 0 ? ImmutableSortedDictionary<string, ParameterValue>.Empty : ReadParameters(part, part[(open + 1)..^1], catalog),
        };
        var errors = catalog.Validate(spec);
        return errors.IsEmpty
            ? new NamedSpec(part, spec)
            : throw Wrong(part, string.Join("; ", errors.Select(error => $"{error.Field}: {error.Message}")), catalog);
    }

    private static ImmutableSortedDictionary<string, ParameterValue> ReadParameters(string part, string list, StrategyCatalog catalog)
    {
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var pair in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw Wrong(part, $"'{pair}' is not name=value", catalog);
            }

            var (name, value) = (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            if (parameters.ContainsKey(name))
            {
                throw Wrong(part, $"{name} is given twice", catalog);
            }

            parameters.Add(name, double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : value);
        }

        return parameters.ToImmutable();
    }

    private static UsageException Wrong(string part, string reason, StrategyCatalog catalog) =>
        new($"--strategy: '{part}': {reason}{Environment.NewLine}Known strategies and parameters: {All}{string.Concat(catalog.Strategies.Select(Describe))}");

    private static string Describe(StrategyDescriptor strategy) =>
        $"{Environment.NewLine}  {strategy.Name}" +
        (strategy.Parameters.IsEmpty ? "" : $"({string.Join(", ", strategy.Parameters.Select(parameter => $"{parameter.Name}={parameter.Default}"))})");
}
