using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Routing</c> with the strategy catalog and names the configuration keys.</summary>
internal sealed partial class ValidateRoutingOptions(StrategyCatalog catalog) : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        var errors = catalog.Validate(options.ToSpec());
        return errors.IsEmpty
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Select(e => $"{Key(e.Field, options)} {e.Message}"));
    }

    /// <summary><c>parameters.cache-threshold</c> → <c>Routing:Parameters:cache-threshold</c>, <c>scorers[0].weight</c> → <c>Routing:Scorers:kv-usage</c>.</summary>
    internal static string Key(string field, RoutingOptions options)
    {
        if (field.Equals("name", StringComparison.OrdinalIgnoreCase))
        {
            return $"{RoutingOptions.Section}:{nameof(RoutingOptions.Strategy)}";
        }

        if (ScorerField().Match(field) is { Success: true } match)
        {
            var index = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var names = options.ScorerNames();
            return index < names.Count ? $"{RoutingOptions.Section}:Scorers:{names[index]}" : $"{RoutingOptions.Section}:Scorers";
        }

        var key = IndexField().Replace(field, ":$1").Replace('.', ':');
        return key.Length == 0 ? RoutingOptions.Section : $"{RoutingOptions.Section}:{char.ToUpperInvariant(key[0])}{key[1..]}";
    }

    [GeneratedRegex(@"^scorers\[(\d{1,6})\]", RegexOptions.IgnoreCase)]
    private static partial Regex ScorerField();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex IndexField();
}
