using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>The admin API call that does what the apply button does.</summary>
internal static class ApiCall
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Put(string baseUri, StrategySpec spec, int revision, string reason, TimeSpan? confirmWithin = null) =>
        $"""
        curl -X PUT '{baseUri.TrimEnd('/')}/api/strategy' \
          {CurlSnippet.Token} -H 'Content-Type: application/json' -H 'If-Match: "rev-{revision}"' \
          -d '{Body(spec, reason, confirmWithin).Replace("'", @"'\''", StringComparison.Ordinal)}'
        """;

    private static string Body(StrategySpec spec, string reason, TimeSpan? confirmWithin)
    {
        var body = new Dictionary<string, object> { ["name"] = spec.Name };
        if (!spec.Parameters.IsEmpty)
        {
            // A number that is not one has no JSON; the call is shown for what can be applied.
            body["parameters"] = spec.Parameters.Where(p => p.Value.Number is not { } n || double.IsFinite(n)).ToImmutableSortedDictionary();
        }

        if (!spec.Scorers.IsDefaultOrEmpty)
        {
            body["scorers"] = spec.Scorers.Where(s => double.IsFinite(s.Weight));
        }

        if (!spec.Filters.IsDefaultOrEmpty)
        {
            body["filters"] = spec.Filters;
        }

        if (spec.Picker is { } picker)
        {
            body["picker"] = picker;
        }

        if (reason.Length > 0)
        {
            body["reason"] = reason;
        }

        if (confirmWithin is { } wait)
        {
            body["confirmWithinSeconds"] = (int)wait.TotalSeconds;
        }

        return JsonSerializer.Serialize(body, s_json);
    }
}
