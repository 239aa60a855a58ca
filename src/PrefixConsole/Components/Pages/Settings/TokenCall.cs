using System.Globalization;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.Settings;

/// <summary>The admin API calls that do what the buttons do.</summary>
internal static class TokenCall
{
    public static string Create(string baseUri, string name, IEnumerable<string> scopes, DateTimeOffset? expiresAt) => CurlSnippet.Send(
        "POST",
        baseUri,
        "/tokens",
        new Dictionary<string, object?>
        {
            ["name"] = name.Trim() is { Length: > 0 } typed ? typed : "a name",
            ["scopes"] = scopes.ToArray(),
            ["expiresAt"] = expiresAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });

    public static string Rotate(string baseUri, string name, int overlapMinutes) => CurlSnippet.Send(
        "POST", baseUri, $"/tokens/{Uri.EscapeDataString(name)}/rotate", new Dictionary<string, object?> { ["overlapMinutes"] = overlapMinutes });

    public static string Revoke(string baseUri, string name) => CurlSnippet.Send("DELETE", baseUri, $"/tokens/{Uri.EscapeDataString(name)}");
}
