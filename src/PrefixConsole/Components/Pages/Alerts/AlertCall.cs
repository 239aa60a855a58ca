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
    public static string Change(string baseUri, AlertRule rule, int revision, double? threshold, int? forSeconds, bool enabled) => CurlSnippet.Send(
        "PUT",
        baseUri,
        $"/alerts/rules/{rule.Id}",
        new Dictionary<string, object?> { ["threshold"] = threshold, ["forSeconds"] = forSeconds, ["enabled"] = enabled },
        RevisionTag.Of(revision));

    /// <param name="baseUri">Of the console.</param>
    /// <param name="rule">Which.</param>
    /// <param name="minutes">Null while it is no number.</param>
    /// <param name="reason">As typed.</param>
    public static string Silence(string baseUri, AlertRule rule, int? minutes, string reason) => CurlSnippet.Send(
        "POST", baseUri, $"/alerts/rules/{rule.Id}/silence", new Dictionary<string, object?> { ["minutes"] = minutes, ["reason"] = reason });
}
