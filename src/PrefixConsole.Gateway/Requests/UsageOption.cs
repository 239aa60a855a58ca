using System.Buffers;
using System.Text.Json;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Adds <c>stream_options.include_usage</c> to a body; everything else stays as it was, byte for byte.</summary>
internal static class UsageOption
{
    /// <summary>The new body, or null when the client's <c>stream_options</c> is no object: the worker will refuse it itself.</summary>
    public static PooledBuffer? Add(ReadOnlySpan<byte> body, JsonRange options)
    {
        if (options.IsSet && options.Type is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return null;
        }

        var result = new PooledBuffer(body.Length + 64);
        if (!options.IsSet)
        {
            var brace = body.IndexOf((byte)'{');
            result.Append(body[..(brace + 1)]);
            result.Append("\"stream_options\":{\"include_usage\":true},"u8);
            result.Append(body[(brace + 1)..]);
            return result;
        }

        result.Append(body[..options.Start]);
        result.Append(Replaced(options.In(body)));
        result.Append(body[options.End..]);
        return result;
    }

    private static ReadOnlySpan<byte> Replaced(ReadOnlySpan<byte> options)
    {
        var buffer = new ArrayBufferWriter<byte>(options.Length + 32);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        var reader = new Utf8JsonReader(options);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = options[start..(int)reader.BytesConsumed];
            if (name != "include_usage")
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value);
            }
        }

        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
