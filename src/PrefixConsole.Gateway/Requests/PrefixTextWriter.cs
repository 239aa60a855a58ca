using System.Collections.Immutable;
using System.Text.Json;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// Builds the prefix text of a prompt: one byte string that two prompts share up to where an engine's template would make them
/// differ. Structure is marked by the byte 0xFF and a letter: 0xFF never occurs in UTF-8, so no text can forge a mark, and
/// marks only stand before what they announce, so a prompt that goes on keeps all bytes it had.
/// </summary>
internal sealed class PrefixTextWriter(int capacity) : IDisposable
{
    public const byte Mark = 0xFF;
    public const byte Message = (byte)'m';
    public const byte Name = (byte)'n';
    public const byte Reference = (byte)'i';
    public const byte Content = (byte)'c';
    public const byte NextPart = (byte)'p';
    public const byte OtherPart = (byte)'x';
    public const byte Json = (byte)'j';
    public const byte Reasoning = (byte)'r';
    public const byte ToolCalls = (byte)'k';
    public const byte Tools = (byte)'t';
    public const byte Option = (byte)'o';
    public const byte TokenIds = (byte)'d';
    public const byte NextPrompt = (byte)'b';

    private readonly PooledBuffer _text = new(capacity);
    private readonly ImmutableArray<PromptSegment>.Builder _segments = ImmutableArray.CreateBuilder<PromptSegment>();

    public PooledBuffer Text => _text;

    public int Turn { get; private set; }

    /// <summary>Parts that are not text (images, audio, files) are in the prompt: its bytes say nothing about its tokens.</summary>
    public bool HasOtherParts { get; private set; }

    public ImmutableArray<PromptSegment> Segments => _segments.DrainToImmutable();

    public void Begin(PromptPart part, bool newTurn = false)
    {
        if (newTurn)
        {
            Turn++;
        }

        if (_segments.Count == 0 || _segments[^1].Part != part || _segments[^1].Turn != Turn)
        {
            _segments.Add(new PromptSegment(part, Turn, _text.Length));
        }
    }

    public void Put(byte mark)
    {
        var span = _text.GetSpan(2);
        span[0] = Mark;
        span[1] = mark;
        _text.Advance(2);
    }

    public void Append(ReadOnlySpan<byte> utf8) => _text.Append(utf8);

    /// <summary>The text of a JSON string, given as it stands between its quotes.</summary>
    public void AppendString(ReadOnlySpan<byte> raw) => _text.Advance(JsonText.Unescape(raw, _text.GetSpan(raw.Length)));

    public void AppendString(ReadOnlySpan<byte> json, JsonRange value) => AppendString(value.Raw(json));

    /// <summary>A mark for what is not text, its type, and its JSON.</summary>
    public void AppendOther(ReadOnlySpan<byte> json, JsonRange type, JsonRange value)
    {
        Put(OtherPart);
        if (type.Type is JsonTokenType.String)
        {
            AppendString(json, type);
        }

        Put(Json);
        AppendJson(value.In(json));
        HasOtherParts = true;
    }

    /// <summary>JSON without the white space between its tokens, so that formatting does not matter.</summary>
    public void AppendJson(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        var separate = false;
        while (cursor.Read())
        {
            var type = cursor.TokenType;
            var closes = type is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (separate && !closes)
            {
                _text.Append((byte)',');
            }

            if (type is JsonTokenType.PropertyName)
            {
                _text.Append(json.Slice(cursor.TokenStart, cursor.Value.Length + 2));
                _text.Append((byte)':');
            }
            else
            {
                _text.Append(json[cursor.TokenStart..cursor.TokenEnd]);
            }

            separate = type is not (JsonTokenType.PropertyName or JsonTokenType.StartArray or JsonTokenType.StartObject);
        }
    }

    public void Dispose() => _text.Dispose();
}
