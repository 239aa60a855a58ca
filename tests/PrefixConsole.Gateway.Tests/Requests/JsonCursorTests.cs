using System.Text;
using System.Text.Json;
using CsCheck;
using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Tests.Requests;

/// <summary>The cursor against .NET's own reader: same tokens, same refusals.</summary>
public sealed class JsonCursorTests
{
    private static readonly string[] s_scraps =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\n", "\\u0041", "\\ud83d\\ude00", "\\x", "\\u12", "\"a\"", "\"a\":", "\"\\\"\"", "1", "-", "0", "01", "-0.5e+3", "1.", "1e", ".5",
        "true", "tru", "false", "null", "nul", " ", "\n", "\t", "\r", "\u0001", "é", "😀", "/**/", "NaN", "+1",
    ];

    private static readonly string[] s_whole =
    [
        "{}", "[]", "[1,-2.5e-3,true,false,null,\"x\\\\\"]", "{\"a\":{\"b\":[{},[[]],\"\\u00e9\\n\"]},\"c\\\"d\" : 0 }", "\"text\"", "12", " { \"a\" : [ 1 , 2 ] } \n",
    ];

    [Fact]
    public void Read_AnyScraps_AgreesWithUtf8JsonReader() =>
        Gen.Int[0, s_scraps.Length - 1].Array[0, 12].Sample(picks => Compare(string.Concat(picks.Select(i => s_scraps[i]))), iter: 20_000);

    [Fact]
    public void Read_DamagedText_AgreesWithUtf8JsonReader() =>
        Gen.Select(Gen.Int[0, s_whole.Length - 1], Gen.Int[0, 60], Gen.Int[0, s_scraps.Length - 1]).Sample(
            (which, at, scrap) =>
            {
                var text = s_whole[which];
                Compare(text);
                Compare(text.Insert(Math.Min(at, text.Length), s_scraps[scrap]));
                Compare(at < text.Length ? text.Remove(at, 1) : text);
            },
            iter: 20_000);

    [Fact]
    public void Unescape_AnyString_GivesItsText() => Gen.String.Sample(text =>
    {
        var clean = new string([.. text.Where(c => !char.IsSurrogate(c))]) + "😀";
        var json = JsonSerializer.SerializeToUtf8Bytes(clean);
        var raw = json.AsSpan(1, json.Length - 2);
        var plain = new byte[raw.Length];

        var length = JsonText.Unescape(raw, plain);

        Assert.Equal(clean, Encoding.UTF8.GetString(plain, 0, length));
        Assert.True(JsonText.EscapedEquals(raw, Encoding.UTF8.GetBytes(clean)));
        Assert.False(JsonText.EscapedEquals(raw, Encoding.UTF8.GetBytes(clean + "x")));
    });

    [Theory]
    [InlineData("{\n \"a\": tru }", 1, 6)]
    [InlineData("[1,\n2,\n  x]", 2, 2)]
    public void Read_Error_TellsLineAndByte(string text, int line, int position)
    {
        var thrown = Assert.Throws<JsonException>(() => Tokens(Encoding.UTF8.GetBytes(text)));

        Assert.Equal((line, position), (thrown.LineNumber, thrown.BytePositionInLine));
    }

    private static void Compare(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var (mine, theirs) = (Try(() => Tokens(json)), Try(() => Reference(json)));
        Assert.True(mine == theirs, $"{text}\n{mine}\n{theirs}");
    }

    private static string? Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Tokens(byte[] json)
    {
        var tokens = new StringBuilder();
        var cursor = new JsonCursor(json);
        while (cursor.Read())
        {
            tokens.Append($"{cursor.TokenType}@{cursor.TokenStart} {cursor.Depth} {Encoding.UTF8.GetString(cursor.Value)} {(cursor.TokenType is JsonTokenType.String && cursor.IsEscaped ? "esc" : "")};");
        }

        return tokens.ToString();
    }

    private static string Reference(byte[] json)
    {
        var tokens = new StringBuilder();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            tokens.Append($"{reader.TokenType}@{reader.TokenStartIndex} {reader.CurrentDepth} {Encoding.UTF8.GetString(reader.ValueSpan)} {(reader.TokenType is JsonTokenType.String && reader.ValueIsEscaped ? "esc" : "")};");
        }

        return tokens.ToString();
    }
}
