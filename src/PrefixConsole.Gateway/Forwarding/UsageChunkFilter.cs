using System.Text.Json;
using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>
/// Takes the usage chunk out of a stream whose client did not ask for it. Whole events pass at once; only an unfinished one
/// waits, which a client could not have used anyway.
/// </summary>
internal sealed class UsageChunkFilter : IDisposable
{
    /// <summary>An event that grows beyond this passes unseen.</summary>
    private const int MaxEvent = 1024 * 1024;

    private static ReadOnlySpan<byte> Usage => "\"usage\""u8;

    private readonly PooledBuffer _pending = new(4096);
    private readonly PooledBuffer _ready = new(4096);

    /// <summary>Takes a chunk and gives what may go to the client; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Push(ReadOnlyMemory<byte> chunk)
    {
        // the usual case by far: whole events, none of which can be the one
        if (_pending.Length == 0 && chunk.Span.EndsWith("\n\n"u8) && chunk.Span.IndexOf(Usage) < 0)
        {
            return chunk;
        }

        _ready.Clear();
        _pending.Append(chunk.Span);
        var taken = 0;
        while (EventLength(_pending.Span[taken..]) is var length and > 0)
        {
            var part = _pending.Span.Slice(taken, length);
            if (!IsUsageOnly(part))
            {
                _ready.Append(part);
            }

            taken += length;
        }

        _pending.RemoveStart(taken);
        if (_pending.Length > MaxEvent)
        {
            _ready.Append(_pending.Span);
            _pending.Clear();
        }

        return _ready.Memory;
    }

    /// <summary>What is left at the end of the stream.</summary>
    public ReadOnlyMemory<byte> Rest() => _pending.Memory;

    public void Dispose()
    {
        _pending.Dispose();
        _ready.Dispose();
    }

    private static int EventLength(ReadOnlySpan<byte> bytes)
    {
        var plain = bytes.IndexOf("\n\n"u8);
        var windows = (plain < 0 ? bytes : bytes[..(plain + 1)]).IndexOf("\r\n\r\n"u8);
        return windows >= 0 ? windows + 4 : plain + (plain < 0 ? 0 : 2);
    }

    private static bool IsUsageOnly(ReadOnlySpan<byte> part)
    {
        var at = part.IndexOf("data:"u8);
        if (at < 0 || part.IndexOf(Usage) < 0)
        {
            return false;
        }

        var emptyChoices = false;
        var usage = false;
        try
        {
            var reader = new Utf8JsonReader(part[(at + 5)..]);
            reader.Read();
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isChoices = reader.ValueTextEquals("choices"u8);
                var isUsage = reader.ValueTextEquals("usage"u8);
                reader.Read();
                usage |= isUsage && reader.TokenType is JsonTokenType.StartObject;
                if (isChoices && reader.TokenType is JsonTokenType.StartArray)
                {
                    reader.Read();
                    emptyChoices = reader.TokenType is JsonTokenType.EndArray;
                    while (reader.TokenType is not JsonTokenType.EndArray)
                    {
                        reader.Skip();
                        reader.Read();
                    }
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return usage && emptyChoices;
    }
}
