using System.Globalization;
using System.Text.Json;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Prefix text of <c>prompt</c> and <c>input</c>: a string, token ids, or an array of either. Engines run the entries of a batch on their own; the first one leads.</summary>
internal static class PromptText
{
    /// <param name="writer">Receives the text.</param>
    /// <param name="body">The request.</param>
    /// <param name="prompt">The field's value.</param>
    /// <param name="param">The field's name.</param>
    /// <param name="tokens">Ids, when the prompt is one array of them.</param>
    public static ApiError? Write(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange prompt, string param, ref List<int>? tokens)
    {
        writer.Begin(PromptPart.Prompt);
        switch (prompt.Type)
        {
            case JsonTokenType.String:
                writer.AppendString(body, prompt);
                return null;
            case JsonTokenType.StartArray:
                break;
            default:
                return WrongType(param);
        }

        var cursor = prompt.Read(body);
        var first = true;
        var flat = JsonTokenType.None;
        while (cursor.Read() && cursor.TokenType is not JsonTokenType.EndArray)
        {
            if (flat is JsonTokenType.None)
            {
                flat = cursor.TokenType;
            }

            if (cursor.TokenType != flat)
            {
                return WrongType(param);
            }

            if (!first && flat is not JsonTokenType.Number)
            {
                writer.Put(PrefixTextWriter.NextPrompt);
            }

            switch (flat)
            {
                case JsonTokenType.String:
                    writer.AppendString(cursor.Value);
                    break;
                case JsonTokenType.Number:
                    if (first)
                    {
                        writer.Put(PrefixTextWriter.TokenIds);
                    }

                    if (!Token(writer, ref cursor, out var id))
                    {
                        return WrongType(param);
                    }

                    (tokens ??= []).Add(id);
                    break;
                case JsonTokenType.StartArray:
                    writer.Put(PrefixTextWriter.TokenIds);
                    while (cursor.Read() && cursor.TokenType is not JsonTokenType.EndArray)
                    {
                        if (!Token(writer, ref cursor, out _))
                        {
                            return WrongType(param);
                        }
                    }

                    break;
                case JsonTokenType.StartObject:
                    writer.AppendOther(prompt.In(body), default, JsonRange.Take(ref cursor));
                    break;
                default:
                    return WrongType(param);
            }

            first = false;
        }

        return first ? ApiError.Invalid($"'{param}' must not be empty.", param) : null;
    }

    private static bool Token(PrefixTextWriter writer, ref JsonCursor cursor, out int id)
    {
        id = 0;
        if (cursor.TokenType is not JsonTokenType.Number || !cursor.TryGetInt32(out id) || id < 0)
        {
            return false;
        }

        Span<byte> digits = stackalloc byte[12];
        id.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        digits[length++] = (byte)' ';
        writer.Append(digits[..length]);
        return true;
    }

    private static ApiError WrongType(string param) =>
        ApiError.Invalid($"'{param}' must be a string, an array of strings, an array of token ids or an array of such arrays.", param);
}
