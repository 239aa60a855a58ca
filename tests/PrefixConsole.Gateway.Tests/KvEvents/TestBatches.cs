using System.Buffers;
using MessagePack;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Batches as vLLM writes them since 0.24: maps, defaults left out.</summary>
internal static class TestBatches
{
    public const int BlockTokens = 4;

    /// <summary>A batch that stores one block of its own: number n holds the tokens 4n to 4n+3 at the start of a prompt.</summary>
    public static byte[] Store(ulong number, int? rank = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(1700000000.5);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(4);
        writer.Write("type");
        writer.Write("BlockStored");
        writer.Write("block_hashes");
        writer.WriteArrayHeader(1);
        writer.Write(1000 + number);
        writer.Write("token_ids");
        writer.WriteArrayHeader(BlockTokens);
        foreach (var token in Tokens(number))
        {
            writer.Write(token);
        }

        writer.Write("block_size");
        writer.Write(BlockTokens);
        if (rank is { } known)
        {
            writer.Write(known);
        }
        else
        {
            writer.WriteNil();
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static int[] Tokens(ulong number) => [.. Enumerable.Range(0, BlockTokens).Select(i => (int)((4 * number) + (ulong)i))];
}
