using MessagePack;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Frames of every era (vectors P1 to P8 of the notes on engines), and what may be wrong with one.</summary>
public sealed class KvEventDecoderTests
{
    private const string Block0 = "2164874634404590027";
    private const string Block1 = "17270480062156288726";

    private readonly RecordingSink _sink = new();
    private readonly KvEventDecoder _decoder = new();

    [Fact]
    public void P1_FirstSchemaOfVllm_IsRead()
    {
        var batch = Decode("92cb41d954fc402000009196ab426c6f636b53746f72656492cf1e0b2e028ef071cbcfefad121d154ab2d6c098010203040506070804c0");

        Assert.Equal(new KvBatch(1700000000.5, null), batch);
        Assert.Equal([$"Stored [{Block0} {Block1}] after none tokens [1 2 3 4 5 6 7 8] by 4 Gpu"], _sink.Events);
    }

    [Fact]
    public void P2_ArraysWithMediumAndRank_AreRead()
    {
        var batch = Decode(
            "93cb41d954fc402000009397ab426c6f636b53746f72656491cf1e0b2e028ef071cbc0940102030404c0a347505593ac426c6f636b52656d6f76656491cfefad"
            + "121d154ab2d6a347505591b0416c6c426c6f636b73436c656172656400");

        Assert.Equal(0, batch.Rank);
        Assert.Equal([$"Stored [{Block0}] after none tokens [1 2 3 4] by 4 Gpu", $"Removed [{Block1}] Gpu", "Cleared []"], _sink.Events);
    }

    [Fact]
    public void P4_MapsOfVllm_AreRead()
    {
        Decode(
            "93cb41d954fc40200000938ba474797065ab426c6f636b53746f726564ac626c6f636b5f68617368657391cf1e0b2e028ef071cbb1706172656e745f626c6f63"
            + "6b5f68617368c0a9746f6b656e5f6964739401020304aa626c6f636b5f73697a6504a76c6f72615f6964c0a66d656469756da3475055a96c6f72615f6e616d65"
            + "c0aa65787472615f6b6579739191a673616c742d61a967726f75705f69647800b26b765f63616368655f737065635f6b696e64ae66756c6c5f617474656e7469"
            + "6f6e83a474797065ac426c6f636b52656d6f766564ac626c6f636b5f68617368657391cfefad121d154ab2d6a66d656469756da343505581a474797065b0416c"
            + "6c426c6f636b73436c656172656400");

        Assert.Equal(
            [$"Stored [{Block0}] after none tokens [1 2 3 4] by 4 Gpu salt salt-a group 0 full_attention", $"Removed [{Block1}] Cpu", "Cleared []"],
            _sink.Events);
    }

    [Fact]
    public void P6_SignedHashesOfSglang_KeepTheirBits()
    {
        var batch = Decode(
            "93cb41d954fc402000009397ab426c6f636b53746f72656491d3cf97adeedb59e05bc0940102030404c0a347505597ab426c6f636b53746f72656491cf4ebfa8"
            + "a1f3c34151d3cf97adeedb59e05b940506070804c0a347505593ac426c6f636b52656d6f76656491cf4ebfa8a1f3c34151aa4350555f50494e4e454401");

        var first = unchecked((ulong)-3488128144981237669);
        Assert.Equal(1, batch.Rank);
        Assert.Equal(
            [
                $"Stored [{first}] after none tokens [1 2 3 4] by 4 Gpu",
                $"Stored [5674439469042975057] after {first} tokens [5 6 7 8] by 4 Gpu",
                "Removed [5674439469042975057] Cpu",
            ],
            _sink.Events);
    }

    [Fact]
    public void P8_LocationOnlyStore_HasNoTokens()
    {
        Decode(
            "93cb41d954fc402000009288a474797065ab426c6f636b53746f726564ac626c6f636b5f68617368657391cf1e0b2e028ef071cbb1706172656e745f626c6f63"
            + "6b5f68617368c0a9746f6b656e5f69647390aa626c6f636b5f73697a6500a76c6f72615f6964c0a66d656469756da3435055a96c6f72615f6e616d65c083a474"
            + "797065ac426c6f636b52656d6f766564ac626c6f636b5f68617368657391cf1e0b2e028ef071cba66d656469756da347505500");

        Assert.Equal([$"Stored [{Block0}] after none tokens [] by 0 Cpu", $"Removed [{Block0}] Gpu"], _sink.Events);
    }

    [Fact]
    public void Sglang_MetadataWhereVllmHasTheAdapter_IsNoName_AndHoldsTheSalt()
    {
        Decode((ref MessagePackWriter w) =>
        {
            BeginStored(ref w, 8);
            w.WriteNil();
            w.Write("cpu_pinned");
            w.WriteMapHeader(2);
            w.Write("cache_salt");
            w.Write("s");
            w.Write("session_id");
            w.WriteNil();
        });

        Assert.Equal(["Stored [7] after none tokens [1 2] by 2 Cpu salt s"], _sink.Events);
    }

    [Theory]
    [InlineData("""[null, null]""", null, "")]
    [InlineData("""[["my-lora"], ["my-lora"]]""", "my-lora", "")]
    [InlineData("""[["s"], null]""", null, " salt s")]
    [InlineData("""[["my-lora", "s"], ["my-lora"]]""", "my-lora", " salt s")]
    [InlineData("""[["a", "b"]]""", null, " with extra keys")]
    [InlineData("""[[["image", 0]], null]""", null, " with extra keys")]
    [InlineData("""[["s", ["image", 0]]]""", null, " with extra keys")]
    [InlineData("""[null, ["s"]]""", null, " with extra keys")]
    [InlineData("""[["my-lora", "s", "t"]]""", "my-lora", " with extra keys")]
    [InlineData("""["s"]""", null, " with extra keys")]
    [InlineData("\"s\"", null, " with extra keys")]
    public void ExtraKeys_SayTheSalt_OrThatTokensAreNotAll(string keys, string? adapter, string expected)
    {
        Decode((ref MessagePackWriter w) =>
        {
            BeginStored(ref w, 9);
            w.WriteNil();
            w.Write("GPU");
            w.Write(adapter);
            w.WriteRaw(MessagePackSerializer.ConvertFromJson(keys, cancellationToken: TestContext.Current.CancellationToken));
        });

        Assert.Equal([$"Stored [7] after none tokens [1 2] by 2 Gpu{(adapter is null ? "" : " adapter my-lora")}{expected}"], _sink.Events);
    }

    [Fact]
    public void ExtraKeys_BehindAParent_HaveNoSalt()
    {
        Decode((ref MessagePackWriter w) =>
        {
            w.WriteMapHeader(6);
            w.Write("type");
            w.Write("BlockStored");
            w.Write("block_hashes");
            w.WriteArrayHeader(1);
            w.Write(7);
            w.Write("parent_block_hash");
            w.Write(6);
            w.Write("token_ids");
            w.WriteArrayHeader(1);
            w.Write(1);
            w.Write("block_size");
            w.Write(1);
            w.Write("extra_keys");
            w.WriteRaw(MessagePackSerializer.ConvertFromJson("""[["s"]]""", cancellationToken: TestContext.Current.CancellationToken));
        });

        Assert.Equal(["Stored [7] after 6 tokens [1] by 1 Gpu with extra keys"], _sink.Events);
    }

    [Fact]
    public void Vllm_AdapterNameNumberAndUnknownTail_AreRead()
    {
        Decode((ref MessagePackWriter w) =>
        {
            BeginStored(ref w, 13);
            w.Write(3);
            w.Write("TAPE");
            w.Write("my-lora");
            w.WriteNil();
            w.WriteNil();
            w.WriteNil();
            w.WriteNil();
            w.Write("from the future");
        });

        Assert.Equal(["Stored [7] after none tokens [1 2] by 2 Unknown adapter my-lora adapter number 3"], _sink.Events);
    }

    [Fact]
    public void Hashes_AsDigests_GiveTheirLastEightBytes()
    {
        Decode((ref MessagePackWriter w) =>
        {
            w.WriteArrayHeader(2);
            w.Write("BlockRemoved");
            w.WriteArrayHeader(1);
            w.Write(Convert.FromHexString("c9d58ba695280d69b243e1e0df813136ca9196b286fb1a021e0b2e028ef071cb"));
        });

        Assert.Equal([$"Removed [{Block0}] Gpu"], _sink.Events);
    }

    [Fact]
    public void WideHeadersAndOuterMap_AreAccepted()
    {
        // {"events": [[16-bit map of one: "type" -> cleared]], "data_parallel_rank": 16-bit 2, "ts": nil}
        var batch = Decode("83a66576656e7473dd00000001de0001a474797065b0416c6c426c6f636b73436c6561726564b2646174615f706172616c6c656c5f72616e6bcd0002a27473c0");

        Assert.Equal(2, batch.Rank);
        Assert.Equal(["Cleared []"], _sink.Events);
    }

    [Theory]
    [InlineData("c0", KvEventFault.NotAnEvent)]
    [InlineData("90", KvEventFault.NotAnEvent)]
    [InlineData("9101", KvEventFault.NotAnEvent)]
    [InlineData("81a16101", KvEventFault.NotAnEvent)]
    [InlineData("91a45768617 4", KvEventFault.UnknownType)]
    [InlineData("91ab426c6f636b53746f726564", KvEventFault.MissingField)]
    [InlineData("91ac426c6f636b52656d6f766564", KvEventFault.MissingField)]
    [InlineData("92ac426c6f636b52656d6f76656405", KvEventFault.BadField)]
    [InlineData("92ac426c6f636b52656d6f76656491a161", KvEventFault.BadField)]
    [InlineData("92ac426c6f636b52656d6f76656491c40161", KvEventFault.BadField)]
    [InlineData("94ac426c6f636b52656d6f7665649101c0ff", KvEventFault.BadField)]
    [InlineData("95ab426c6f636b53746f7265649101c091ff01", KvEventFault.BadField)]
    [InlineData("95ab426c6f636b53746f7265649101c0910100", KvEventFault.BadBlockSize)]
    [InlineData("95ab426c6f636b53746f7265649101c09101ff", KvEventFault.BadBlockSize)]
    [InlineData("95ab426c6f636b53746f7265649101c09101ce7fffffff", KvEventFault.BadBlockSize)]
    [InlineData("95ab426c6f636b53746f7265649101c0920102 03", KvEventFault.CountMismatch)]
    [InlineData("95ab426c6f636b53746f7265649201 02c0920102cf4000000000000001", KvEventFault.BadBlockSize)]
    public void BadEvent_IsRejectedAndItsNeighboursAreNot(string hex, KvEventFault fault)
    {
        const string Cleared = "91b0416c6c426c6f636b73436c6561726564";

        Decode($"92c093{Cleared}{hex.Replace(" ", "", StringComparison.Ordinal)}{Cleared}");

        Assert.Equal([fault], _sink.Faults);
        Assert.Equal(["Cleared []", "Cleared []"], _sink.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c0")]
    [InlineData("90")]
    [InlineData("91c0")]
    [InlineData("92c0c0")]
    [InlineData("92c080")]
    [InlineData("80")]
    [InlineData("92c09091")]
    [InlineData("92c0dd7fffffff")]
    [InlineData("92c0dc")]
    [InlineData("dd")]
    [InlineData("92c091dbffffffff41")]
    [InlineData("92c091c1")]
    public void NoBatch_IsRefusedWhole(string hex)
    {
        Assert.False(_decoder.TryDecode(Convert.FromHexString(hex), _sink, out _));

        Assert.Equal([KvEventFault.NotABatch], _sink.Faults);
        Assert.Empty(_sink.Events);
    }

    [Fact]
    public void DepthBomb_IsRefusedWithoutDescending()
    {
        byte[] bomb = [0x92, 0xc0, .. Enumerable.Repeat((byte)0x91, 1_000_000), 0xc0];

        Assert.False(_decoder.TryDecode(bomb, _sink, out _));
    }

    [Fact]
    public void CutAnywhere_NothingIsUsed()
    {
        var whole = Convert.FromHexString("93cb41d954fc402000009196ab426c6f636b53746f72656492cf1e0b2e028ef071cbcfefad121d154ab2d6c098010203040506070804c000");
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(_decoder.TryDecode(whole.AsMemory(0, length), _sink, out _));
        }

        Assert.Empty(_sink.Events);
        Assert.Equal(whole.Length, _sink.Faults.Count);
    }

    /// <summary>Mutated valid frames: whatever comes, no exception, and the decoder still reads a good frame afterwards.</summary>
    [Fact]
    public void MutatedFrames_AreCountedAndDoNoHarm()
    {
        var random = new Random(11);
        var seeds = new[]
        {
            "93cb41d954fc402000009397ab426c6f636b53746f72656491cf1e0b2e028ef071cbc0940102030404c0a347505593ac426c6f636b52656d6f76656491cfefad121d154ab2d6a347505591b0416c6c426c6f636b73436c656172656400",
            "93cb41d954fc402000009288a474797065ab426c6f636b53746f726564ac626c6f636b5f68617368657391cf1e0b2e028ef071cbb1706172656e745f626c6f636b5f68617368c0a9746f6b656e5f69647390aa626c6f636b5f73697a6500a76c6f72615f6964c0a66d656469756da3435055a96c6f72615f6e616d65c083a474797065ac426c6f636b52656d6f766564ac626c6f636b5f68617368657391cf1e0b2e028ef071cba66d656469756da347505500",
        }.Select(Convert.FromHexString).ToArray();
        for (var i = 0; i < 100_000; i++)
        {
            var frame = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            }

            var sink = new RecordingSink();
            var batch = _decoder.TryDecode(frame.AsMemory(0, random.Next(4) == 0 ? random.Next(frame.Length) : frame.Length), sink, out _);
            Assert.True(batch ? sink.Events.Count + sink.Faults.Count <= frame.Length : sink.Faults.Count == 1);
        }

        P1_FirstSchemaOfVllm_IsRead();
    }

    private static void BeginStored(ref MessagePackWriter writer, int length)
    {
        writer.WriteArrayHeader(length);
        writer.Write("BlockStored");
        writer.WriteArrayHeader(1);
        writer.Write(7);
        writer.WriteNil();
        writer.WriteArrayHeader(2);
        writer.Write(1);
        writer.Write(2);
        writer.Write(2);
    }

    private delegate void WriteEvent(ref MessagePackWriter writer);

    private void Decode(WriteEvent write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.Write(1.5);
        writer.WriteArrayHeader(1);
        write(ref writer);
        writer.Flush();
        Assert.True(_decoder.TryDecode(buffer.WrittenMemory, _sink, out _));
        Assert.Empty(_sink.Faults);
    }

    private KvBatch Decode(string hex)
    {
        Assert.True(_decoder.TryDecode(Convert.FromHexString(hex), _sink, out var batch));
        return batch;
    }
}
