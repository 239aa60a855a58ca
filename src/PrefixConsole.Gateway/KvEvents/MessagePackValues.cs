using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Reads single values of which all bytes are there. False: it is of another type or out of range; the reader may have moved.</summary>
internal static class MessagePackValues
{
    private const int MaxNameBytes = 512;
    private const int DigestBytes = 32;

    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static bool TryReadInteger(ref MessagePackReader reader, out long value)
    {
        value = 0;
        if (reader.NextMessagePackType != MessagePackType.Integer)
        {
            return false;
        }

        if (reader.NextCode == MessagePackCode.UInt64)
        {
            var large = reader.ReadUInt64();
            value = (long)large;
            return large <= long.MaxValue;
        }

        value = reader.ReadInt64();
        return true;
    }

    /// <summary>
    /// An integer of either sign as its 64 bits, or the last 8 bytes of a digest. Either may be text, as JSON needs it: a decimal number,
    /// <c>0x</c> and hexadecimal digits, or the 64 hexadecimal digits of a digest. (16 digits without <c>0x</c> could be both.)
    /// </summary>
    public static bool TryReadHash(ref MessagePackReader reader, out ulong hash)
    {
        hash = 0;
        if (reader.NextMessagePackType == MessagePackType.Integer)
        {
            hash = reader.NextCode == MessagePackCode.UInt64 ? reader.ReadUInt64() : (ulong)reader.ReadInt64();
            return true;
        }

        if (reader.NextMessagePackType == MessagePackType.String)
        {
            return reader.TryReadStringSpan(out var text) && TryParseHash(text, out hash);
        }

        if (reader.NextMessagePackType != MessagePackType.Binary || reader.ReadBytes() is not { Length: >= sizeof(ulong) } digest)
        {
            return false;
        }

        hash = BinaryPrimitives.ReadUInt64BigEndian(digest.FirstSpan[^sizeof(ulong)..]);
        return true;
    }

    private static bool TryParseHash(ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = 0;
        var prefixed = text.StartsWith("0x"u8);
        if (prefixed || text.Length == 2 * DigestBytes)
        {
            var digits = prefixed ? text[2..] : text;
            return digits.Length is > 0 and <= 2 * DigestBytes
                && !digits.ContainsAnyExcept(s_hexDigits)
                && Utf8Parser.TryParse(digits[Math.Max(0, digits.Length - 16)..], out hash, out _, 'X');
        }

        if (text.StartsWith("-"u8))
        {
            var whole = Utf8Parser.TryParse(text, out long signed, out var used) && used == text.Length;
            hash = (ulong)signed;
            return whole;
        }

        return Utf8Parser.TryParse(text, out hash, out var read) && read == text.Length;
    }

    public static bool TryReadName(ref MessagePackReader reader, out string? name)
    {
        name = null;
        if (reader.NextMessagePackType != MessagePackType.String || !reader.TryReadStringSpan(out var bytes) || bytes.Length > MaxNameBytes)
        {
            return false;
        }

        name = bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
        return true;
    }
}
