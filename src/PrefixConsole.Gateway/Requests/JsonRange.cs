using System.Text.Json;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Where a value stands in a JSON text that has been checked. The default value means: absent.</summary>
internal readonly record struct JsonRange(int Start, int End, JsonTokenType Type)
{
    public bool IsSet => Type is not JsonTokenType.None;

    /// <summary>Absent or null, which clients mean alike.</summary>
    public bool IsMissing => Type is JsonTokenType.None or JsonTokenType.Null;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json[Start..End];

    /// <summary>A reader that stands on the value's first token.</summary>
    public Utf8JsonReader Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(In(json));
        reader.Read();
        return reader;
    }

    /// <summary>The value a reader stands on, which it has passed afterwards.</summary>
    public static JsonRange Take(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        reader.Skip();
        return new JsonRange(start, (int)reader.BytesConsumed, type);
    }
}
