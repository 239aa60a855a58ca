using System.Text.Encodings.Web;
using System.Text.Json;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>The admin API call that asks the same. The prompt is a placeholder.</summary>
internal static class TryCall
{
    public const string Placeholder = "your prompt";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string baseUri, bool isRequest, string path, string model, string? tenant, string? session)
    {
        var body = new Dictionary<string, object>();
        if (isRequest)
        {
            body["request"] = new { model = model.Length > 0 ? model : "your-model", messages = new[] { new { role = "user", content = Placeholder } } };
        }
        else
        {
            body["model"] = model.Length > 0 ? model : "your-model";
            body["text"] = Placeholder;
        }

        body["path"] = path;
        if (!string.IsNullOrEmpty(tenant))
        {
            body["tenant"] = tenant;
        }

        if (!string.IsNullOrEmpty(session))
        {
            body["session"] = session;
        }

        return $"""
            curl -X POST '{baseUri.TrimEnd('/')}/api/try' \
              {CurlSnippet.Token} -H 'Content-Type: application/json' \
              -d '{JsonSerializer.Serialize(body, s_json).Replace("'", @"'\''", StringComparison.Ordinal)}'
            """;
    }
}
