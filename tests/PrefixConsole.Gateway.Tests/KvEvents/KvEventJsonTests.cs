using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MessagePack;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Batches as JSON give what the same batches as MessagePack give.</summary>
public sealed class KvEventJsonTests
{
    // any JSON value with the names and shapes of batches among others
    private static readonly string[] s_words =
    [
        "type", "BlockStored", "BlockRemoved", "AllBlocksCleared", "block_hashes", "parent_block_hash", "token_ids", "block_size", "medium", "GPU", "CPU",
        "lora_name", "group_idx", "kv_cache_spec_kind", "events", "ts", "data_parallel_rank", "0x1f", "-7", "naïve \"quoted\"", "",
    ];

    private static readonly Gen<string> s_word = Gen.Int[0, s_words.Length - 1].Select(i => s_words[i]);

    private static readonly Gen<JsonNode?> s_scalar = Gen.OneOf(
        s_word.Select(w => (JsonNode?)JsonValue.Create(w)),
        Gen.Long.Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.ULong.Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.Int[0, 20].Select(n => (JsonNode?)JsonValue.Create(n)),
        // never whole: JSON writes a whole one as the integer it is, MessagePack tells the two apart
        Gen.Int[-1_000_000, 1_000_000].Select(n => (JsonNode?)JsonValue.Create(n + 0.5)),
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Bool.Select(_ => (JsonNode?)null));

    private static readonly Gen<JsonNode?> s_numbers = Gen.Int[0, 8].SelectMany(n => Gen.ULong.Array[n]).Select(a => (JsonNode?)new JsonArray([.. a.Select(v => (JsonNode?)JsonValue.Create(v))]));

    private static readonly Gen<JsonNode?> s_tokens = Gen.Int[0, 40].Array[0, 16].Select(a => (JsonNode?)new JsonArray([.. a.Select(v => (JsonNode?)JsonValue.Create(v))]));

    private static readonly Gen<JsonNode?> s_value = Gen.OneOf(s_scalar, s_numbers, s_tokens);

    private static readonly Gen<JsonNode?> s_stored = Gen.Select(s_numbers, s_tokens, Gen.Int[1, 8], s_value, (hashes, tokens, size, medium) => (JsonNode?)new JsonObject
    {
        ["type"] = "BlockStored",
        ["block_hashes"] = hashes,
        ["token_ids"] = tokens,
        ["block_size"] = size,
        ["medium"] = medium,
    });

    private static readonly Gen<JsonNode?> s_array = s_value.Array[0, 9].Select(values => (JsonNode?)new JsonArray([JsonValue.Create("BlockRemoved"), .. values]));

    private static readonly Gen<JsonNode?> s_object = Gen.Dictionary(s_word, s_value)[0, 8].Select(fields => (JsonNode?)new JsonObject(fields));

    private static readonly Gen<JsonNode?> s_events = Gen.OneOf(s_stored, s_array, s_object, s_value).Array[0, 6].Select(events => (JsonNode?)new JsonArray(events));

    private static readonly Gen<JsonNode?> s_batch = Gen.OneOf(
        Gen.Select(s_scalar, s_events, s_scalar, (ts, events, rank) => (JsonNode?)new JsonArray(ts, events, rank)),
        Gen.Select(s_events, s_scalar, (events, rank) => (JsonNode?)new JsonObject { ["events"] = events, ["data_parallel_rank"] = rank }),
        s_value);

    [Fact]
    public void Json_OfAnyBatch_EqualsItsMessagePack() => s_batch.Sample(batch =>
    {
        var direct = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(direct);
        Write(ref writer, batch);
        writer.Flush();
        var (json, jsonBatch) = Decode(Transcode(batch?.ToJsonString() ?? "null"));
        var (pack, packBatch) = Decode(direct.WrittenMemory);

        Assert.Equal(packBatch, jsonBatch);
        Assert.Equal(pack.Events, json.Events);
        Assert.Equal(pack.Faults, json.Faults);
    });

    [Fact]
    public void Hashes_AsNumbersOfFullWidthAndAsText_AreTheSame()
    {
        var (sink, batch) = Decode(Transcode(
            """
            {"ts": 1700000000.5, "events": [
              ["BlockStored", [2164874634404590027, "17270480062156288726"], null, [1,2,3,4,5,6,7,8], 4, null],
              ["BlockRemoved", ["0x1e0b2e028ef071cb", "c9d58ba695280d69b243e1e0df813136ca9196b286fb1a021e0b2e028ef071cb"]],
              ["BlockRemoved", [-3488128144981237669, "-3488128144981237669", "0xCF97ADEEDB59E05B"]],
              {"type": "AllBlocksCleared"}
            ], "data_parallel_rank": 2}
            """));

        Assert.Equal(new KvBatch(1700000000.5, 2), batch);
        var signed = unchecked((ulong)-3488128144981237669).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            [
                "Stored [2164874634404590027 17270480062156288726] after none tokens [1 2 3 4 5 6 7 8] by 4 Gpu",
                "Removed [2164874634404590027 2164874634404590027] Gpu",
                $"Removed [{signed} {signed} {signed}] Gpu",
                "Cleared []",
            ],
            sink.Events);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"0x\"")]
    [InlineData("\"0xfg\"")]
    [InlineData("\"1e0b2e028ef071cb\"")]
    [InlineData("\"12 \"")]
    [InlineData("\"-\"")]
    [InlineData("\"18446744073709551616\"")]
    [InlineData("\"-9223372036854775809\"")]
    [InlineData("18446744073709551616")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("\"g9d58ba695280d69b243e1e0df813136ca9196b286fb1a021e0b2e028ef071cb\"")]
    public void Hash_ThatIsNone_CostsItsEventOnly(string hash)
    {
        var (sink, _) = Decode(Transcode($$"""[0.5, [["BlockRemoved", [{{hash}}]], ["AllBlocksCleared"]]]"""));

        Assert.Equal([KvEventFault.BadField], sink.Faults);
        Assert.Equal(["Cleared []"], sink.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[0, [")]
    [InlineData("[0, []] []")]
    [InlineData("[0, [], ]")]
    [InlineData("[0, ['a']]")]
    [InlineData("[0, [\"\\ud800\"]]")]
    public void Json_ThatIsNone_SaysWhy(string json) =>
        Assert.NotNull(KvEventJson.TryTranscode(Encoding.UTF8.GetBytes(json), new ArrayBufferWriter<byte>()));

    [Fact]
    public void Json_NestedTooDeep_SaysWhy()
    {
        var bomb = Encoding.UTF8.GetBytes(new string('[', 1_000_000));

        Assert.Contains("depth", KvEventJson.TryTranscode(bomb, new ArrayBufferWriter<byte>()), StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlyMemory<byte> Transcode(string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Assert.Null(KvEventJson.TryTranscode(Encoding.UTF8.GetBytes(json), buffer));
        return buffer.WrittenMemory;
    }

    private static (RecordingSink Sink, KvBatch Batch) Decode(ReadOnlyMemory<byte> payload)
    {
        var sink = new RecordingSink();
        new KvEventDecoder().TryDecode(payload, sink, out var batch);
        return (sink, batch);
    }

    private static void Write(ref MessagePackWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                writer.WriteArrayHeader(array.Count);
                foreach (var item in array)
                {
                    Write(ref writer, item);
                }

                break;
            case JsonObject map:
                writer.WriteMapHeader(map.Count);
                foreach (var (name, item) in map)
                {
                    writer.Write(name);
                    Write(ref writer, item);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                writer.Write(text);
                break;
            case JsonValue value when value.TryGetValue<bool>(out var flag):
                writer.Write(flag);
                break;
            case JsonValue value when value.TryGetValue<ulong>(out var unsigned):
                writer.Write(unsigned);
                break;
            case JsonValue value when value.TryGetValue<long>(out var signed):
                writer.Write(signed);
                break;
            case JsonValue value when value.TryGetValue<int>(out var small):
                writer.Write(small);
                break;
            case JsonValue value:
                writer.Write(value.GetValue<double>());
                break;
            default:
                writer.WriteNil();
                break;
        }
    }
}
