using System.Buffers;
using MessagePack;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>
/// What one worker publishes, over and over, as vLLM writes it since 0.24: each batch stores a prompt of 64 blocks of 16 tokens and, once the
/// cache is full, drops the oldest one. Hashes use all 64 bits, token ids up to 128,000; no two workers share a prompt.
/// </summary>
internal sealed class BatchSet
{
    public const int Blocks = 64;
    public const int BlockTokens = 16;

    /// <summary>Prompts a worker holds at once: 4,096 blocks.</summary>
    public const int Held = 64;

    /// <summary>Batches until they repeat.</summary>
    public const int Count = 2 * Held;

    private readonly byte[][] _first = new byte[Count][];
    private readonly byte[][] _again = new byte[Count][];

    public BatchSet(int worker)
    {
        var random = new Random(worker);
        var hashes = new ulong[Count][];
        for (var i = 0; i < Count; i++)
        {
            hashes[i] = [.. Enumerable.Range(0, Blocks).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
        }

        for (var i = 0; i < Count; i++)
        {
            int[] tokens = [.. Enumerable.Range(0, Blocks * BlockTokens).Select(_ => random.Next(128_000))];
            _first[i] = Write(hashes[i], tokens, i < Held ? null : hashes[i - Held]);
            _again[i] = Write(hashes[i], tokens, hashes[(i + Held) % Count]);
        }
    }

    /// <summary>Payload of the batch with that number.</summary>
    public byte[] Payload(long number) => number < Count ? _first[number] : _again[number % Count];

    private static byte[] Write(ulong[] stored, int[] tokens, ulong[]? removed)
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(1_780_000_000.25);
        writer.WriteArrayHeader(removed is null ? 1 : 2);
        if (removed is not null)
        {
            writer.WriteMapHeader(3);
            writer.Write("type");
            writer.Write("BlockRemoved");
            WriteHashes(ref writer, removed);
            writer.Write("medium");
            writer.Write("GPU");
        }

        writer.WriteMapHeader(6);
        writer.Write("type");
        writer.Write("BlockStored");
        WriteHashes(ref writer, stored);
        writer.Write("parent_block_hash");
        writer.WriteNil();
        writer.Write("token_ids");
        writer.WriteArrayHeader(tokens.Length);
        foreach (var token in tokens)
        {
            writer.Write(token);
        }

        writer.Write("block_size");
        writer.Write(BlockTokens);
        writer.Write("medium");
        writer.Write("GPU");
        writer.Write(0);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHashes(ref MessagePackWriter writer, ulong[] hashes)
    {
        writer.Write("block_hashes");
        writer.WriteArrayHeader(hashes.Length);
        foreach (var hash in hashes)
        {
            writer.Write(hash);
        }
    }
}
