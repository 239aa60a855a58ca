using System.Buffers;
using BenchmarkDotNet.Attributes;
using MessagePack;
using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>
/// One batch as vLLM publishes it, decoded: 64 blocks of 16 tokens stored under a parent, in the array form and in the map form
/// (since 0.24). Hashes use all 64 bits, token ids up to 128,000.
/// </summary>
public class DecodeBenchmarks
{
    private const int Blocks = 64;
    private const int BlockTokens = 16;

    private readonly KvEventDecoder _decoder = new();
    private readonly CountingSink _sink = new();
    private byte[] _arrayForm = [];
    private byte[] _mapForm = [];

    [GlobalSetup]
    public void SetUp()
    {
        _arrayForm = Batch(static (ref writer, random) =>
        {
            writer.WriteArrayHeader(6);
            writer.Write("BlockStored");
            WriteHashes(ref writer, random);
            writer.Write(random.NextInt64());
            WriteTokens(ref writer, random);
            writer.Write(BlockTokens);
            writer.WriteNil();
        });
        _mapForm = Batch(static (ref writer, random) =>
        {
            writer.WriteMapHeader(5);
            writer.Write("type");
            writer.Write("BlockStored");
            writer.Write("block_hashes");
            WriteHashes(ref writer, random);
            writer.Write("parent_block_hash");
            writer.Write(random.NextInt64());
            writer.Write("token_ids");
            WriteTokens(ref writer, random);
            writer.Write("block_size");
            writer.Write(BlockTokens);
        });
    }

    [Benchmark]
    public int ArrayForm() => Decode(_arrayForm);

    [Benchmark]
    public int MapForm() => Decode(_mapForm);

    /// <summary>Blocks decoded so far.</summary>
    private int Decode(byte[] payload) =>
        _decoder.TryDecode(payload, _sink, out _) && _sink.Rejected == 0 ? _sink.Blocks : throw new InvalidOperationException("the batch was not understood");

    private static byte[] Batch(WriteEvent write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(1_780_000_000.25);
        writer.WriteArrayHeader(1);
        write(ref writer, new Random(3));
        writer.Write(0);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHashes(ref MessagePackWriter writer, Random random)
    {
        writer.WriteArrayHeader(Blocks);
        for (var i = 0; i < Blocks; i++)
        {
            writer.Write((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }
    }

    private static void WriteTokens(ref MessagePackWriter writer, Random random)
    {
        writer.WriteArrayHeader(Blocks * BlockTokens);
        for (var i = 0; i < Blocks * BlockTokens; i++)
        {
            writer.Write(random.Next(128_000));
        }
    }

    private delegate void WriteEvent(ref MessagePackWriter writer, Random random);
}
