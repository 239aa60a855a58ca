using System.Collections.Immutable;
using PrefixConsole.Gateway.Pins;

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

    /// <summary>The same, pinned to a worker; <c>-i</c> shows the headers that name the decision and the worker.</summary>
    /// <param name="gatewayUrl">Of the gateway.</param>
    /// <param name="models">That the worker serves.</param>
    /// <param name="token">The pin's.</param>
    /// <param name="needsKey">The gateway asks for a key.</param>
    public static string Pinned(string gatewayUrl, ImmutableArray<string> models, string token, bool needsKey) => Chat(gatewayUrl, models)
        .Replace("curl ", "curl -i ", StringComparison.Ordinal)
        .Replace("  -d ", $"  -H '{WorkerPins.Header}: {token}' \\\n{(needsKey ? "  -H 'Authorization: Bearer <key of the gateway>' \\\n" : "")}  -d ", StringComparison.Ordinal);

    public static string Get(string baseUri, string path) => $"curl -s {Token} '{baseUri.TrimEnd('/')}{path}'";
}
