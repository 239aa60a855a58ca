using System.Text.Json;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Finds <c>usage</c> in a response body or stream event of any routed API. What a later event says wins.</summary>
internal static class UsageReader
{
    /// <summary>A whole JSON object: <c>usage</c> at its top, or within <c>response</c> (responses) or <c>message</c> (Anthropic).</summary>
    public static void Read(ReadOnlySpan<byte> json, ref TokenUsage usage)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            {
                Scan(ref reader, ref usage, nested: false);
            }
        }
        catch (JsonException)
        {
            // a worker's malformed answer is the client's to judge; here it only means: not reported
        }
    }

    /// <summary>
    /// The end of a JSON object whose beginning is not known any more. A string cannot forge the name: its quotes are escaped.
    /// </summary>
    public static void ReadTail(ReadOnlySpan<byte> tail, ref TokenUsage usage)
    {
        var at = tail.LastIndexOf("\"usage\""u8);
        if (at < 0)
        {
            return;
        }

        var rest = tail[(at + "\"usage\""u8.Length)..].TrimStart(" \t\r\n:"u8);
        try
        {
            var reader = new Utf8JsonReader(rest);
            if (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            {
                ReadUsage(ref reader, ref usage);
            }
        }
        catch (JsonException)
        {
            // cut off: not reported
        }
    }

    private static void Scan(ref Utf8JsonReader reader, ref TokenUsage usage, bool nested)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("usage"u8);
            var isOuter = !nested && (reader.ValueTextEquals("response"u8) || reader.ValueTextEquals("message"u8));
            reader.Read();
            if (isUsage && reader.TokenType is JsonTokenType.StartObject)
            {
                ReadUsage(ref reader, ref usage);
            }
            else if (isOuter && reader.TokenType is JsonTokenType.StartObject)
            {
                Scan(ref reader, ref usage, nested: true);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadUsage(ref Utf8JsonReader reader, ref TokenUsage usage)
    {
        int? prompt = null;
        int? cacheRead = null;
        int? cacheCreation = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
            {
                prompt = Number(ref reader) ?? prompt;
            }
            else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
            {
                usage.Completion = Number(ref reader) ?? usage.Completion;
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                cacheRead = Number(ref reader) ?? cacheRead;
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                cacheCreation = Number(ref reader) ?? cacheCreation;
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("input_tokens_details"u8))
            {
                reader.Read();
                ReadDetails(ref reader, ref usage);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        usage.Cached = cacheRead ?? usage.Cached;

        // Anthropic counts cached tokens apart from input_tokens
        usage.Prompt = prompt + (cacheRead ?? 0) + (cacheCreation ?? 0) ?? usage.Prompt;
    }

    private static void ReadDetails(ref Utf8JsonReader reader, ref TokenUsage usage)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cached_tokens"u8))
            {
                usage.Cached = Number(ref reader) ?? usage.Cached;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static int? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetInt32(out var number) && number >= 0 ? number : null;
        }

        reader.Skip();
        return null;
    }
}
