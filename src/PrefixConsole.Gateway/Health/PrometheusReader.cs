using System.Buffers.Text;
using System.Text;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// Reads samples of the Prometheus text format, line by line, without allocating. Comments and lines that make no sense are
/// passed over: a scrape must survive any exporter.
/// </summary>
internal ref struct PrometheusReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What stands between the braces, as written.</summary>
    public ReadOnlySpan<byte> Labels { get; private set; }

    public double Value { get; private set; }

    public bool Read()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'\n');
            var line = (end < 0 ? _rest : _rest[..end]).Trim(" \t\r"u8);
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (!line.IsEmpty && line[0] != '#' && Sample(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A label's value; null when the sample has none of that name. Escapes stay as they are.</summary>
    public string? Label(ReadOnlySpan<byte> name)
    {
        var rest = Labels;
        while (!rest.IsEmpty)
        {
            var equals = rest.IndexOf("=\""u8);
            if (equals < 0)
            {
                return null;
            }

            var key = rest[..equals].Trim(" ,"u8);
            rest = rest[(equals + 2)..];
            var end = ClosingQuote(rest);
            if (end < 0)
            {
                return null;
            }

            if (key.SequenceEqual(name))
            {
                return Encoding.UTF8.GetString(rest[..end]);
            }

            rest = rest[(end + 1)..];
        }

        return null;
    }

    private bool Sample(ReadOnlySpan<byte> line)
    {
        var nameEnd = line.IndexOfAny("{ \t"u8);
        if (nameEnd <= 0)
        {
            return false;
        }

        Name = line[..nameEnd];
        Labels = default;
        var rest = line[nameEnd..];
        if (rest[0] == '{')
        {
            var end = ClosingBrace(rest);
            if (end < 0)
            {
                return false;
            }

            Labels = rest[1..end];
            rest = rest[(end + 1)..];
        }

        rest = rest.TrimStart(" \t"u8);
        var space = rest.IndexOfAny((byte)' ', (byte)'\t');
        return Number(space < 0 ? rest : rest[..space]);
    }

    private bool Number(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("+"u8))
        {
            text = text[1..];
        }

        if (!Utf8Parser.TryParse(text, out double value, out var used) || used != text.Length || !double.IsFinite(value))
        {
            return false;
        }

        Value = value;
        return true;
    }

    private static int ClosingBrace(ReadOnlySpan<byte> text)
    {
        var at = 1;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'}');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text[at] == '}')
            {
                return at;
            }

            var quote = ClosingQuote(text[(at + 1)..]);
            if (quote < 0)
            {
                return -1;
            }

            at += quote + 2;
        }

        return -1;
    }

    private static int ClosingQuote(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }
}
