using System.Buffers.Binary;
using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Finds where a MessagePack value ends, and with that whether all of it is there, before anything of it is read.</summary>
/// <remarks>
/// The library's reader finds a missing end only when it gets there, throws then, and descends by recursion. This walks without
/// recursion and without exceptions, so that a hostile frame costs no more than its bytes.
/// </remarks>
internal static class MessagePackExtent
{
    private const int MaxDepth = 32;

    /// <summary>Index of the first byte after the value that begins at <paramref name="start"/>; −1 when it is cut off or nested too deep.</summary>
    public static int EndOf(ReadOnlySpan<byte> bytes, int start)
    {
        Span<long> left = stackalloc long[MaxDepth];
        var depth = 0;
        left[0] = 1;
        var at = (long)start;
        while (depth >= 0)
        {
            // most of a batch is numbers in rows
            at = MessagePackNumbers.Pass(bytes, at, ref left[depth]);
            if (left[depth] == 0)
            {
                depth--;
                continue;
            }

            left[depth]--;
            if (at >= bytes.Length || !TryRead(bytes[(int)at..], out var length, out var children))
            {
                return -1;
            }

            at += length;
            if (children == 0)
            {
                continue;
            }

            // every child takes a byte at least: a promise beyond the end is a lie
            if (children > bytes.Length - at || ++depth == MaxDepth)
            {
                return -1;
            }

            left[depth] = children;
        }

        return at <= bytes.Length ? (int)at : -1;
    }

    /// <summary>True when the bytes begin with all of a value's header and hold at least a byte for each of its children.</summary>
    public static bool IsHeaderWhole(ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && TryRead(bytes, out var length, out var children) && length <= bytes.Length && children <= bytes.Length - length;

    /// <summary>Length of a value without its children, and how many values follow as its children.</summary>
    private static bool TryRead(ReadOnlySpan<byte> bytes, out long length, out long children)
    {
        var code = bytes[0];
        (length, children) = (1, 0);
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt or MessagePackCode.Nil or MessagePackCode.True or MessagePackCode.False or >= MessagePackCode.MinNegativeFixInt:
                return true;
            case <= MessagePackCode.MaxFixMap:
                children = 2 * (code & 0x0F);
                return true;
            case <= MessagePackCode.MaxFixArray:
                children = code & 0x0F;
                return true;
            case <= MessagePackCode.MaxFixStr:
                length = 1 + (code & 0x1F);
                return true;
            case MessagePackCode.UInt8 or MessagePackCode.Int8:
                length = 2;
                return true;
            case MessagePackCode.UInt16 or MessagePackCode.Int16:
                length = 3;
                return true;
            case MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32:
                length = 5;
                return true;
            case MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64:
                length = 9;
                return true;
            case >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16:
                length = 2 + (1 << (code - MessagePackCode.FixExt1));
                return true;
            default:
                return TryReadSized(code, bytes, out length, out children);
        }
    }

    private static bool TryReadSized(byte code, ReadOnlySpan<byte> bytes, out long length, out long children)
    {
        (length, children) = (0, 0);
        var width = code switch
        {
            MessagePackCode.Str8 or MessagePackCode.Bin8 or MessagePackCode.Ext8 => 1,
            MessagePackCode.Str16 or MessagePackCode.Bin16 or MessagePackCode.Ext16 or MessagePackCode.Array16 or MessagePackCode.Map16 => 2,
            MessagePackCode.Str32 or MessagePackCode.Bin32 or MessagePackCode.Ext32 or MessagePackCode.Array32 or MessagePackCode.Map32 => 4,
            _ => 0,
        };
        if (width == 0 || bytes.Length < 1 + width)
        {
            return false;
        }

        var size = width switch
        {
            1 => bytes[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            _ => (long)BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
        };
        switch (code)
        {
            case MessagePackCode.Array16 or MessagePackCode.Array32:
                (length, children) = (1 + width, size);
                break;
            case MessagePackCode.Map16 or MessagePackCode.Map32:
                (length, children) = (1 + width, 2 * size);
                break;
            case MessagePackCode.Ext8 or MessagePackCode.Ext16 or MessagePackCode.Ext32:
                length = 2 + width + size;
                break;
            default:
                length = 1 + width + size;
                break;
        }

        return true;
    }
}
