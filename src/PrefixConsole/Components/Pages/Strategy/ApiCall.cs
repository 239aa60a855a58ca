using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>The admin API calls that do what the buttons do.</summary>
internal static class ApiCall
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Stands for a reason that is still to be typed.
    private const string SomeReason = "say why";

    /// <summary>Applies a strategy, for all or as a trial.</summary>
    /// <param name="baseUri">Of the console.</param>
    /// <param name="spec">What.</param>
    /// <param name="revision">The revision that the edit started from.</param>
    /// <param name="draft">How, as typed.</param>
    public static string Of(string baseUri, StrategySpec spec, int revision, ChangeDraft draft)
    {
        var body = Fields(spec);
        body["reason"] = Reason(draft.Reason);
        if (draft.OnShare)
        {
            body["sharePercent"] = draft.Percent;
        }

        if ((draft.OnShare ? draft.Ends : draft.Confirm).Wait is { } wait)
        {
            body[draft.OnShare ? "endAfterSeconds" : "confirmWithinSeconds"] = (int)wait.TotalSeconds;
        }

        AddGuards(body, draft.Guardrails);
        if (draft.IsScheduled)
        {
            body["at"] = draft.Moment?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "";
        }

        return draft.OnShare ? Call("POST", baseUri, "/trial", RevisionTag.Of(revision), body)
            : draft.IsScheduled ? Call("POST", baseUri, "/schedule", RevisionTag.Of(revision), body)
            : Call("PUT", baseUri, "", RevisionTag.Of(revision), body);
    }

    public static string Share(string baseUri, TrialTag tag, int percent) =>
        Call("PUT", baseUri, "/trial", TrialTags.Of(tag), new Dictionary<string, object> { ["sharePercent"] = percent });

    public static string Promote(string baseUri, TrialTag tag, ChangeDraft draft)
    {
        var body = new Dictionary<string, object> { ["reason"] = Reason(draft.Reason) };
        if (draft.Confirm.Wait is { } wait)
        {
            body["confirmWithinSeconds"] = (int)wait.TotalSeconds;
        }

        AddGuards(body, draft.Guardrails);
        return Call("POST", baseUri, "/trial/promote", TrialTags.Of(tag), body);
    }

    public static string Cancel(string baseUri, string id) => $"curl -X DELETE '{baseUri.TrimEnd('/')}/api/strategy/schedule/{id}' {CurlSnippet.Token}";

    public static string End(string baseUri, TrialTag tag, string reason) =>
        $"""
        curl -X DELETE '{baseUri.TrimEnd('/')}/api/strategy/trial{(string.IsNullOrWhiteSpace(reason) ? "" : $"?reason={Uri.EscapeDataString(reason.Trim())}")}' \
          {CurlSnippet.Token} -H 'If-Match: {TrialTags.Of(tag)}'
        """;

    /// <param name="baseUri">Of the console.</param>
    /// <param name="revision">The one to return to.</param>
    /// <param name="expected">The active one.</param>
    /// <param name="reason">As typed.</param>
    public static string Restore(string baseUri, int revision, int expected, string reason) =>
        Call("POST", baseUri, $"/revisions/{revision}/restore", RevisionTag.Of(expected), new Dictionary<string, object> { ["reason"] = Reason(reason) });

    private static void AddGuards(Dictionary<string, object> body, Guardrails? guards)
    {
        if (guards is null)
        {
            return;
        }

        var limits = new Dictionary<string, double?> { ["errorPercent"] = guards.ErrorPercent, ["ttftTimes"] = guards.TtftTimes, ["ttftSeconds"] = guards.TtftSeconds };
        // A number that is not one has no JSON, as with parameters.
        body["guardrails"] = limits.Where(l => l.Value is { } n && double.IsFinite(n)).ToDictionary();
    }

    private static string Reason(string typed) => string.IsNullOrWhiteSpace(typed) ? SomeReason : typed.Trim();

    private static string Call(string method, string baseUri, string path, string tag, Dictionary<string, object> body) =>
        $"""
        curl -X {method} '{baseUri.TrimEnd('/')}/api/strategy{path}' \
          {CurlSnippet.Token} -H 'Content-Type: application/json' -H 'If-Match: {tag}' \
          -d '{JsonSerializer.Serialize(body, s_json).Replace("'", @"'\''", StringComparison.Ordinal)}'
        """;

    private static Dictionary<string, object> Fields(StrategySpec spec)
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

        return body;
    }
}
