using System.Text;
using System.Text.Json;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Where a value stands in a JSON text that has been checked. The default value means: absent.</summary>
internal readonly record struct JsonRange(int Start, int End, JsonTokenType Type)
{
    public bool IsSet => Type is not JsonTokenType.None;

    /// <summary>Absent or null, which clients mean alike.</summary>
    public bool IsMissing => Type is JsonTokenType.None or JsonTokenType.Null;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json[Start..End];

    /// <summary>A string as it stands between its quotes.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json) => json[(Start + 1)..(End - 1)];

    /// <summary>A cursor that stands on the value's first token.</summary>
    public JsonCursor Read(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(In(json));
        cursor.Read();
        return cursor;
    }

    /// <summary>The value is a string, and this one.</summary>
    public bool IsString(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text)
    {
        if (Type is not JsonTokenType.String)
        {
            return false;
        }

        var raw = Raw(json);
        return raw.SequenceEqual(text) || (raw.Contains((byte)'\\') && JsonText.EscapedEquals(raw, text));
    }

    /// <summary>A string's text.</summary>
    public string GetString(ReadOnlySpan<byte> json)
    {
        var raw = Raw(json);
        using var text = new PooledBuffer(raw.Length);
        text.Advance(JsonText.Unescape(raw, text.GetSpan(raw.Length)));
        return Encoding.UTF8.GetString(text.Span);
    }

    /// <summary>The value a cursor stands on, which it has passed afterwards.</summary>
    public static JsonRange Take(ref JsonCursor cursor)
    {
        var start = cursor.TokenStart;
        var type = cursor.TokenType;
        cursor.Skip();
        return new JsonRange(start, cursor.TokenEnd, type);
    }
}
