using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using PrefixConsole.Gateway.Pins;

namespace PrefixConsole.Components.Controls;

/// <summary>Commands that empty states and "show API call" print.</summary>
internal static class CurlSnippet
{
    /// <summary>Every call of the admin API needs a token.</summary>
    public const string Token = "-H 'Authorization: Bearer pfx_…'";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A chat request to the gateway for the first known model.</summary>
    public static string Chat(string gatewayUrl, ImmutableArray<string> models) =>
        $$"""
        curl {{gatewayUrl.TrimEnd('/')}}/v1/chat/completions \
          -H 'Content-Type: application/json' \
          -d '{"model":"{{(models.IsDefaultOrEmpty ? "your-model" : models[0])}}","messages":[{"role":"user","content":"Hello"}]}'
        """;

    /// <summary>A call of the admin API that changes something.</summary>
    /// <param name="method">Of HTTP.</param>
    /// <param name="baseUri">Of the console.</param>
    /// <param name="path">Below <c>/api</c>, with names escaped.</param>
    /// <param name="body">Written as JSON; null for none. What is null in it is left out.</param>
    /// <param name="tag">For If-Match; null for none.</param>
    public static string Send(string method, string baseUri, string path, IReadOnlyDictionary<string, object?>? body = null, string? tag = null)
    {
        var call = $"curl -X {method} '{baseUri.TrimEnd('/')}/api{Quoted(path)}' \\\n  {Token}{(tag is null ? "" : $" -H 'If-Match: {tag}'")}";
        return body is null ? call
            : $"{call} -H 'Content-Type: application/json' \\\n  -d '{Quoted(JsonSerializer.Serialize(body.Where(f => f.Value is not null).ToDictionary(), s_json))}'";
    }

    // Inside single quotes a shell leaves all else alone.
    private static string Quoted(string text) => text.Replace("'", @"'\''", StringComparison.Ordinal);

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
