using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Section <c>Routing</c> of the configuration: the strategy that revision 1 starts with.</summary>
public sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <value>One of <see cref="StrategyNames"/>. Default approximate-prefix.</value>
    public string Strategy { get; set; } = StrategyNames.ApproximatePrefix;

    /// <value>Parameters that differ from their defaults: name to number or word.</value>
    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <value>Scorers of <c>custom</c>: name to weight, 0 to 1000.</value>
    public Dictionary<string, string> Scorers { get; set; } = [];

    /// <value>Filters of <c>custom</c>, in their order.</value>
    public string[] Filters { get; set; } = [];

    /// <value>Picker of <c>custom</c>. Default max-score.</value>
    public string? Picker { get; set; }

    /// <summary>The same as a spec. A weight that is not a number becomes NaN, which the catalog refuses.</summary>
    public StrategySpec ToSpec() => new()
    {
        Name = Strategy,
        Parameters = Parameters.ToImmutableSortedDictionary(p => p.Key, p => Value(p.Value)),
        Scorers = [.. ScorerNames().Select(name => new ScorerWeight(name, Number(Scorers[name]) ?? double.NaN))],
        Filters = [.. Filters],
        Picker = Picker,
    };

    /// <summary>Order of <see cref="Scorers"/> in the spec: a dictionary has none of its own.</summary>
    internal IReadOnlyList<string> ScorerNames() => [.. Scorers.Keys.Order(StringComparer.Ordinal)];

    private static ParameterValue Value(string text) =>
        Number(text) is { } number ? ParameterValue.FromDouble(number) : ParameterValue.FromString(text);

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
