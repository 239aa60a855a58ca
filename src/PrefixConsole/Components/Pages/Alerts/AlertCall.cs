using PrefixConsole.Alerts;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.Alerts;

/// <summary>The admin API calls that do what the buttons do.</summary>
internal static class AlertCall
{
    /// <param name="baseUri">Of the console.</param>
    /// <param name="rule">Which.</param>
    /// <param name="revision">The rule's, that the edit started from.</param>
    /// <param name="threshold">Null: the default, or no number yet.</param>
    /// <param name="forSeconds">Null: the default, or no number yet.</param>
    /// <param name="enabled">Whether it is looked at.</param>
    public static string Change(string baseUri, AlertRule rule, int revision, double? threshold, int? forSeconds, bool enabled)
    {
        var path = $"/alerts/rules/{rule.Id}";
        var body = new Dictionary<string, object?> { ["threshold"] = threshold, ["forSeconds"] = forSeconds, ["enabled"] = enabled };
        return $"""
            {CurlSnippet.Send("PUT", baseUri, path, body, RevisionTag.Of(revision))}
            # what it would have done in the last 24 hours
            {CurlSnippet.Send("POST", baseUri, path + "/back-test?hours=24", body)}
            """;
    }

    /// <param name="baseUri">Of the console.</param>
    /// <param name="rule">Which.</param>
    /// <param name="minutes">Null while it is no number.</param>
    /// <param name="reason">As typed.</param>
    public static string Silence(string baseUri, AlertRule rule, int? minutes, string reason)
    {
        var path = $"/alerts/rules/{rule.Id}/silence";
        return $"""
            {CurlSnippet.Send("POST", baseUri, path, new Dictionary<string, object?> { ["minutes"] = minutes, ["reason"] = reason })}
            # to be heard again
            {CurlSnippet.Send("DELETE", baseUri, path)}
            """;
    }
}
