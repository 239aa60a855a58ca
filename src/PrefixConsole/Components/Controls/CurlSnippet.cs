using System.Collections.Immutable;

namespace PrefixConsole.Components.Controls;

/// <summary>Commands that empty states and "show API call" print.</summary>
internal static class CurlSnippet
{
    /// <summary>Every call of the admin API needs a token.</summary>
    public const string Token = "-H 'Authorization: Bearer pfx_…'";

    /// <summary>A chat request to the gateway for the first known model.</summary>
    public static string Chat(string gatewayUrl, ImmutableArray<string> models) =>
        $$"""
        curl {{gatewayUrl.TrimEnd('/')}}/v1/chat/completions \
          -H 'Content-Type: application/json' \
          -d '{"model":"{{(models.IsDefaultOrEmpty ? "your-model" : models[0])}}","messages":[{"role":"user","content":"Hello"}]}'
        """;

    public static string Get(string baseUri, string path) => $"curl -s {Token} '{baseUri.TrimEnd('/')}{path}'";
}
