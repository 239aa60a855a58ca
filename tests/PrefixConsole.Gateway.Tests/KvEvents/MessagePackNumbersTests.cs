using System.Buffers;
using CsCheck;
using MessagePack;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Rows of numbers in every width, also wider than needed, give what was written.</summary>
public sealed class MessagePackNumbersTests
{
    private static readonly Gen<long> s_number = Gen.OneOf(
        Gen.Long[0, 127], Gen.Long[128, 255], Gen.Long[256, 65_535], Gen.Long[65_536, int.MaxValue], Gen.Long[(long)int.MaxValue + 1, uint.MaxValue], Gen.Long, Gen.Long[-40, -1]);

    private static readonly Gen<(long Value, int Width)[]> s_row = Gen.Select(s_number, Gen.Int[0, 3], (value, width) => (value, width)).Array[0, 40];

    [Fact]
    public void Hashes_OfAnyWidth_KeepTheirBits() => s_row.Sample(row =>
    {
        var sink = Decode("BlockRemoved", row, []);

        Assert.Equal([$"Removed [{string.Join(' ', row.Select(r => (ulong)r.Value))}] Gpu"], sink.Events);
    });

    [Fact]
    public void Tokens_OfAnyWidth_AreReadOrRefuseTheirEvent() => s_row.Sample(row =>
    {
        var sink = Decode("BlockStored", [.. row.Select((_, i) => ((long)i, 3))], row);

        if (row.All(r => r.Value is >= 0 and <= int.MaxValue))
        {
            Assert.Equal(
                [$"Stored [{string.Join(' ', row.Select((_, i) => i))}] after none tokens [{string.Join(' ', row.Select(r => r.Value))}] by 1 Gpu"], sink.Events);
        }
        else
        {
            Assert.Equal([KvEventFault.BadField], sink.Faults);
        }
    });

    /// <summary>A row cut off anywhere is no batch.</summary>
    [Fact]
    public void Row_CutOff_IsRefusedWhole() => s_row.Sample(row =>
    {
        var payload = Encode("BlockRemoved", row, []);
        for (var length = 0; length < payload.Length; length++)
        {
            var sink = new RecordingSink();
            Assert.False(new KvEventDecoder().TryDecode(payload.AsMemory(0, length), sink, out _));
            Assert.Empty(sink.Events);
        }
    });

    private static RecordingSink Decode(string type, (long Value, int Width)[] hashes, (long Value, int Width)[] tokens)
    {
        var sink = new RecordingSink();
        Assert.True(new KvEventDecoder().TryDecode(Encode(type, hashes, tokens), sink, out _));
        return sink;
    }

    private static byte[] Encode(string type, (long Value, int Width)[] hashes, (long Value, int Width)[] tokens)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.WriteNil();
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(type == "BlockStored" ? 5 : 2);
        writer.Write(type);
        Write(ref writer, hashes);
        if (type == "BlockStored")
        {
            writer.WriteNil();
            Write(ref writer, tokens);
            writer.Write(1);
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Width 0 is the smallest that fits; others are wider, where the value fits them.</summary>
    private static void Write(ref MessagePackWriter writer, (long Value, int Width)[] row)
    {
        writer.WriteArrayHeader(row.Length);
        foreach (var (value, width) in row)
        {
            switch (width)
            {
                case 1 when value is >= 0 and <= uint.MaxValue:
                    writer.WriteUInt32((uint)value);
                    break;
                case 2 when value is >= int.MinValue and <= int.MaxValue:
                    writer.WriteInt32((int)value);
                    break;
                case 3 when value >= 0:
                    writer.WriteUInt64((ulong)value);
                    break;
                case 3:
                    writer.WriteInt64(value);
                    break;
                default:
                    writer.Write(value);
                    break;
            }
        }
    }
}
