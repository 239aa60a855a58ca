using System.Buffers;
using System.Text.Json;
using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Writes a batch that came as JSON as MessagePack, so that both go through the same decoder and its rules.</summary>
/// <remarks>Integers keep all 64 bits. Hashes that clients cannot write as numbers may be strings, see <see cref="MessagePackValues"/>.</remarks>
internal static class KvEventJson
{
    private const int MaxDepth = 32;

    /// <summary>Null when it was written, else why not.</summary>
    public static string? TryTranscode(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        try
        {
            Write(json, Count(json), output);
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
        catch (InvalidOperationException)
        {
            return "a string is not valid Unicode";
        }
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Lengths of all arrays and objects in the order they begin: MessagePack says them before, JSON never does.</summary>
    private static List<int> Count(ReadOnlySpan<byte> json)
    {
        var counts = new List<int>();
        var open = new Stack<(int At, bool Array)>();
        var reader = Open(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                open.Pop();
                continue;
            }

            // of an object the names are counted, of an array the values
            if (open.TryPeek(out var around) && (around.Array || reader.TokenType == JsonTokenType.PropertyName))
            {
                counts[around.At]++;
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                open.Push((counts.Count, reader.TokenType == JsonTokenType.StartArray));
                counts.Add(0);
            }
        }

        return counts;
    }

    private static void Write(ReadOnlySpan<byte> json, List<int> counts, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        var reader = Open(json);
        var begun = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    writer.WriteArrayHeader(counts[begun++]);
                    break;
                case JsonTokenType.StartObject:
                    writer.WriteMapHeader(counts[begun++]);
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    writer.Write(reader.GetString());
                    break;
                case JsonTokenType.Number:
                    WriteNumber(ref writer, ref reader);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    writer.Write(reader.GetBoolean());
                    break;
                case JsonTokenType.Null:
                    writer.WriteNil();
                    break;
            }
        }

        writer.Flush();
    }

    private static void WriteNumber(ref MessagePackWriter writer, ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var signed))
        {
            writer.Write(signed);
        }
        else if (reader.TryGetUInt64(out var unsigned))
        {
            writer.Write(unsigned);
        }
        else
        {
            // a fraction, or too large for a hash: whoever wants an integer refuses it
            writer.Write(reader.TryGetDouble(out var number) ? number : double.NaN);
        }
    }
}
