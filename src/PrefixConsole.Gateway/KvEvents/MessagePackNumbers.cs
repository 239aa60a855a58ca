using System.Buffers.Binary;
using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Reads rows of integers, which most of a batch consists of: tokens and hashes.</summary>
/// <remarks>
/// The library's reader takes about 20 ns for each, with its checks and its reckoning of positions, which was half of the whole way from payload
/// to index; this takes about 2. It reads the widths that engines write and stops at any other, where the library's reader goes on.
/// </remarks>
internal static class MessagePackNumbers
{
    private const byte NotANumber = 0;

    private static readonly byte[] s_lengths = Lengths();

    /// <summary>Goes past numbers, at most <paramref name="left"/> of them, whether all of their bytes are there or not.</summary>
    public static long Pass(ReadOnlySpan<byte> bytes, long at, ref long left)
    {
        var lengths = s_lengths;
        while (left > 0 && at < bytes.Length && lengths[bytes[(int)at]] is not NotANumber and var length)
        {
            at += length;
            left--;
        }

        return at;
    }

    /// <summary>Reads tokens as long as they are unsigned numbers within the range of an int.</summary>
    /// <returns>How many; <paramref name="used"/> bytes were theirs.</returns>
    public static int ReadTokens(ReadOnlySpan<byte> bytes, Span<int> tokens, out int used)
    {
        used = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var rest = bytes[used..];
            var code = rest[0];
            switch (code)
            {
                case <= MessagePackCode.MaxFixInt:
                    tokens[i] = code;
                    used++;
                    break;
                case MessagePackCode.UInt8:
                    tokens[i] = rest[1];
                    used += 2;
                    break;
                case MessagePackCode.UInt16:
                    tokens[i] = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
                    used += 3;
                    break;
                case MessagePackCode.UInt32 when rest[1] <= sbyte.MaxValue:
                    tokens[i] = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
                    used += 5;
                    break;
                default:
                    return i;
            }
        }

        return tokens.Length;
    }

    /// <summary>Reads hashes as long as they are numbers of 64 bits, of either sign.</summary>
    /// <returns>How many; <paramref name="used"/> bytes were theirs.</returns>
    public static int ReadHashes(ReadOnlySpan<byte> bytes, Span<ulong> hashes, out int used)
    {
        used = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            var rest = bytes[used..];
            if (rest[0] is not (MessagePackCode.UInt64 or MessagePackCode.Int64))
            {
                return i;
            }

            hashes[i] = BinaryPrimitives.ReadUInt64BigEndian(rest[1..]);
            used += 1 + sizeof(ulong);
        }

        return hashes.Length;
    }

    private static byte[] Lengths()
    {
        var lengths = new byte[256];
        lengths.AsSpan(0, MessagePackCode.MaxFixInt + 1).Fill(1);
        lengths.AsSpan(MessagePackCode.MinNegativeFixInt).Fill(1);
        lengths[MessagePackCode.UInt8] = lengths[MessagePackCode.Int8] = 2;
        lengths[MessagePackCode.UInt16] = lengths[MessagePackCode.Int16] = 3;
        lengths[MessagePackCode.UInt32] = lengths[MessagePackCode.Int32] = 5;
        lengths[MessagePackCode.UInt64] = lengths[MessagePackCode.Int64] = 9;
        return lengths;
    }
}
