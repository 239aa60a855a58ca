using System.Text.Json;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>A worker's answer to <c>/tokenize</c>: <c>{"tokens":[…]}</c> with a <c>count</c> that must fit when it is there.</summary>
internal static class TokenReply
{
    /// <summary>Null when it is not such an answer, or has more than <paramref name="most"/> ids.</summary>
    public static int[]? Parse(ReadOnlySpan<byte> json, int most)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            int[]? ids = null;
            long? count = null;
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isTokens = reader.ValueTextEquals("tokens"u8);
                var isCount = reader.ValueTextEquals("count"u8);
                reader.Read();
                if (isTokens && (ids = Ids(ref reader, most)) is null)
                {
                    return null;
                }
                else if (isCount && reader.TokenType is JsonTokenType.Number)
                {
                    count = reader.GetInt64();
                }
                else if (!isTokens)
                {
                    reader.Skip();
                }
            }

            return ids is { Length: > 0 } && (count ?? ids.Length) == ids.Length ? ids : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int[]? Ids(ref Utf8JsonReader reader, int most)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }

        var ids = new List<int>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (ids.Count == most || reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out var id) || id < 0)
            {
                return null;
            }

            ids.Add(id);
        }

        return [.. ids];
    }
}
