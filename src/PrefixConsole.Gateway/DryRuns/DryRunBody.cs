using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>The body a client would send for a text.</summary>
internal static class DryRunBody
{
    // as most clients write it: what is not ASCII stands for itself
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(ApiKind api, string model, string? salt, ReadOnlySpan<byte> text)
    {
        var body = new ArrayBufferWriter<byte>(text.Length + 256);
        using var json = new Utf8JsonWriter(body, s_plain);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        if (!string.IsNullOrEmpty(salt))
        {
            json.WriteString("cache_salt"u8, salt);
        }

        switch (api)
        {
            case ApiKind.Completions:
                json.WriteString("prompt"u8, text);
                break;
            case ApiKind.Embeddings or ApiKind.Responses:
                json.WriteString("input"u8, text);
                break;
            default:
                json.WriteStartArray("messages"u8);
                json.WriteStartObject();
                json.WriteString("role"u8, "user"u8);
                json.WriteString("content"u8, text);
                json.WriteEndObject();
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
