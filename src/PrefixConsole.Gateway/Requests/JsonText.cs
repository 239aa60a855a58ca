using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace PrefixConsole.Gateway.Requests;

/// <summary>The text of JSON strings that have been checked, given as they stand between their quotes.</summary>
internal static class JsonText
{
    // a field's name with every byte escaped
    private const int OnStack = 512;

    /// <summary>Writes the text, which is never longer than <paramref name="raw"/>, and gives its length.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> text)
    {
        var written = 0;
        while (true)
        {
            var plain = CopyPlain(raw, text[written..]);
            written += plain;
            if (plain == raw.Length)
            {
                return written;
            }

            raw = raw[(plain + 1)..];
            if (raw[0] == 'u')
            {
                written += CodePoint(ref raw).EncodeToUtf8(text[written..]);
                continue;
            }

            text[written++] = raw[0] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var itself => itself,
            };
            raw = raw[1..];
        }
    }

    /// <summary>Copies up to the first backslash; what is written beyond that is overwritten later.</summary>
    private static int CopyPlain(ReadOnlySpan<byte> raw, Span<byte> text)
    {
        var at = 0;
        for (; at <= Math.Min(raw.Length, text.Length) - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(raw.Slice(at, Vector256<byte>.Count));
            bytes.CopyTo(text[at..]);
            var escapes = Vector256.Equals(bytes, Vector256.Create((byte)'\\'));
            if (escapes != Vector256<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(escapes.ExtractMostSignificantBits());
            }
        }

        for (; at < raw.Length && raw[at] != '\\'; at++)
        {
            text[at] = raw[at];
        }

        return at;
    }

    public static bool EscapedEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        // an escape has at most six bytes for one of text
        if (raw.Length < text.Length || raw.Length > 6 * text.Length)
        {
            return false;
        }

        Span<byte> plain = raw.Length <= OnStack ? stackalloc byte[OnStack] : new byte[raw.Length];
        return plain[..Unescape(raw, plain)].SequenceEqual(text);
    }

    /// <summary>Reads <c>uXXXX</c>, and its other half when it is one of a pair; goes behind it.</summary>
    private static Rune CodePoint(ref ReadOnlySpan<byte> raw)
    {
        var unit = Unit(raw);
        raw = raw[5..];
        if (!char.IsHighSurrogate(unit))
        {
            return Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar;
        }

        if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u' || !Rune.TryCreate(unit, Unit(raw[1..]), out var pair))
        {
            return Rune.ReplacementChar;
        }

        raw = raw[6..];
        return pair;
    }

    private static char Unit(ReadOnlySpan<byte> raw) => Utf8Parser.TryParse(raw[1..5], out ushort value, out _, 'x') ? (char)value : '\uFFFD';
}
