using System.Buffers.Binary;
using System.Text;
using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Reads single values of which all bytes are there. False: it is of another type or out of range; the reader may have moved.</summary>
internal static class MessagePackValues
{
    private const int MaxNameBytes = 512;

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

    /// <summary>An integer of either sign as its 64 bits, or the last 8 bytes of a digest.</summary>
    public static bool TryReadHash(ref MessagePackReader reader, out ulong hash)
    {
        hash = 0;
        if (reader.NextMessagePackType == MessagePackType.Integer)
        {
            hash = reader.NextCode == MessagePackCode.UInt64 ? reader.ReadUInt64() : (ulong)reader.ReadInt64();
            return true;
        }

        if (reader.NextMessagePackType != MessagePackType.Binary || reader.ReadBytes() is not { Length: >= sizeof(ulong) } digest)
        {
            return false;
        }

        hash = BinaryPrimitives.ReadUInt64BigEndian(digest.FirstSpan[^sizeof(ulong)..]);
        return true;
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
