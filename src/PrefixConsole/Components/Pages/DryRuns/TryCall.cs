using System.Globalization;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>The admin API call that asks the same. The prompt and its salt are placeholders.</summary>
/// <param name="Mode">One of <see cref="TryModes"/>; anything else for a text.</param>
/// <param name="Path">Where it would be sent.</param>
/// <param name="Model">Chosen; empty when no worker serves any.</param>
/// <param name="Tenant">As typed.</param>
/// <param name="Session">As typed.</param>
/// <param name="Salted">Whether a salt is typed.</param>
/// <param name="Prefix">As typed.</param>
/// <param name="Tokens">As typed.</param>
/// <param name="Revisions">Earlier revisions to compare.</param>
internal sealed record TryCall(
    string? Mode, string Path, string Model, string? Tenant, string? Session, bool Salted, string? Prefix, string? Tokens, IReadOnlyCollection<int> Revisions)
{
    public const string Placeholder = "your prompt";

    public static string Of(string baseUri, TryCall call)
    {
        var model = call.Model.Length > 0 ? call.Model : "your-model";
        var body = new Dictionary<string, object?>();
        var tokens = int.TryParse(call.Tokens, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : (int?)null;
        switch (call.Mode)
        {
            case TryModes.Request:
                body["request"] = new { model, messages = new[] { new { role = "user", content = Placeholder } } };
                break;
            case TryModes.Prefix:
                body["prefix"] = string.IsNullOrEmpty(call.Prefix) ? "0123456789abcdef" : call.Prefix;
                body["tokens"] = tokens;
                break;
            case TryModes.Tokens:
                body["model"] = model;
                body["tokens"] = tokens ?? 2000;
                break;
            default:
                body["model"] = model;
                body["text"] = Placeholder;
                break;
        }

        body["path"] = call.Path;
        body["cacheSalt"] = call.Salted && call.Mode is not (TryModes.Request or TryModes.Prefix) ? "your salt" : null;
        body["tenant"] = string.IsNullOrEmpty(call.Tenant) || call.Mode == TryModes.Prefix ? null : call.Tenant;
        body["session"] = string.IsNullOrEmpty(call.Session) ? null : call.Session;
        body["revisions"] = call.Revisions.Count == 0 ? null : call.Revisions;
        return CurlSnippet.Send("POST", baseUri, "/try", body);
    }
}
