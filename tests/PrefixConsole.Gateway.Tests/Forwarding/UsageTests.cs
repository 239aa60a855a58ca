using System.Text;
using PrefixConsole.Gateway.Forwarding;

namespace PrefixConsole.Gateway.Tests.Forwarding;

public sealed class UsageTests
{
    private const string Chat = """{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,"prompt_tokens_details":{"audio_tokens":0,"cached_tokens":8}}""";
    private const string Responses = """{"input_tokens":10,"input_tokens_details":{"cached_tokens":8},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1}}""";
    private const string Anthropic = """{"input_tokens":2,"cache_creation_input_tokens":0,"cache_read_input_tokens":8,"output_tokens":3}""";

    [Theory]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":99}\"}}],\"usage\":" + Chat + "}")]
    [InlineData("{\"usage\":" + Chat + ",\"choices\":[{\"usage\":{\"prompt_tokens\":99}}]}")]
    [InlineData("{\"object\":\"response\",\"output\":[],\"usage\":" + Responses + "}")]
    [InlineData("{\"type\":\"message\",\"content\":[],\"usage\":" + Anthropic + "}")]
    public void Body_OfEachApi_GivesItsUsage(string json)
    {
        var usage = default(TokenUsage);
        UsageReader.Read(Encoding.UTF8.GetBytes(json), ref usage);
        Assert.Equal((10, 3, 8), (usage.Prompt, usage.Completion, usage.Cached));
    }

    [Theory]
    [InlineData("data: {\"choices\":[{}],\"usage\":null}\n\ndata: {\"choices\":[],\"usage\":" + Chat + "}\n\ndata: [DONE]\n\n", 2)]
    [InlineData("data:{\"choices\":[{}]}\r\n\r\ndata:{\"choices\":[],\"usage\":" + Chat + "}\r\n\r\ndata:[DONE]\r\n\r\n", 2)]
    [InlineData("event: response.created\ndata: {\"response\":{\"usage\":null}}\n\nevent: response.completed\ndata: {\"type\":\"x\",\"response\":{\"output\":[],\"usage\":" + Responses + "}}\n\n", 2)]
    [InlineData("event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":2,\"cache_read_input_tokens\":8,\"output_tokens\":1}}}\n\nevent: message_delta\ndata: {\"usage\":{\"output_tokens\":3}}\n\n", 2)]
    public void Stream_OfEachApi_GivesItsUsageHoweverItIsCut(string stream, int events)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        foreach (var size in new[] { 1, 7, bytes.Length })
        {
            using var reader = new EventStreamReader();
            foreach (var chunk in bytes.Chunk(size))
            {
                reader.Read(chunk, 1);
            }

            Assert.Equal((10, 3, 8), (reader.Usage.Prompt, reader.Usage.Completion, reader.Usage.Cached));
            Assert.Equal(events, reader.Events);
        }
    }

    [Fact]
    public void Usage_WithoutCachedTokens_IsNotReported()
    {
        var usage = default(TokenUsage);
        UsageReader.Read("""{"usage":{"prompt_tokens":10,"prompt_tokens_details":null}}"""u8, ref usage);
        Assert.Equal((10, null), (usage.Prompt, usage.Cached));
    }

    [Theory]
    [InlineData("{\"usage\":{\"prompt_tokens\":")]
    [InlineData("[1,2]")]
    [InlineData("nonsense")]
    [InlineData("{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e99,\"prompt_tokens_details\":{\"cached_tokens\":\"8\"}}}")]
    public void Garbage_IsNotReported(string json)
    {
        var usage = default(TokenUsage);
        UsageReader.Read(Encoding.UTF8.GetBytes(json), ref usage);
        UsageReader.ReadTail(Encoding.UTF8.GetBytes(json), ref usage);
        Assert.Equal((null, null, null), (usage.Prompt, usage.Completion, usage.Cached));
    }

    [Fact]
    public void TailWindow_LongBody_StillShowsTheUsage()
    {
        using var window = new TailWindow();
        var body = Encoding.UTF8.GetBytes("{\"data\":[" + string.Join(',', Enumerable.Range(0, 100_000)) + "], \"usage\" : " + Chat + "}");
        foreach (var chunk in body.Chunk(10_000))
        {
            window.Append(chunk);
            Assert.True(window.Bytes.Length <= 128 * 1024);
        }

        var usage = default(TokenUsage);
        UsageReader.ReadTail(window.Bytes, ref usage);
        Assert.True(window.IsCut);
        Assert.True(body.AsSpan().EndsWith(window.Bytes));
        Assert.Equal((10, 3, 8), (usage.Prompt, usage.Completion, usage.Cached));
    }

    [Fact]
    public void UsageChunkFilter_AnyCut_DropsOnlyTheUsageChunk()
    {
        const string kept = ": ping\n\ndata: {\"choices\":[{\"index\":0}],\"usage\":null}\n\n";
        const string with = "data: {\"choices\":[{\"index\":0}],\"usage\":" + Chat + "}\n\n";
        const string usage = "data: {\"id\":\"x\",\"choices\":[],\"usage\":" + Chat + "}\n\n";
        const string end = "data: [DONE]\n\nunfinished";
        var bytes = Encoding.UTF8.GetBytes(kept + with + usage + end);
        foreach (var size in new[] { 1, 2, 13, bytes.Length })
        {
            using var filter = new UsageChunkFilter();
            var output = new List<byte>();
            foreach (var chunk in bytes.Chunk(size))
            {
                output.AddRange(filter.Push(chunk).Span);
            }

            output.AddRange(filter.Rest().Span);
            Assert.Equal(kept + with + end, Encoding.UTF8.GetString([.. output]));
        }
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\r\n\r\n")]
    public void UsageChunkFilter_WholeEvents_PassAtOnceAndInOrder(string end)
    {
        var usage = Encoding.UTF8.GetBytes("data: {\"choices\":[],\"usage\":" + Chat + "}" + end);
        var token = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"index\":0}]}" + end);
        byte[] half = token[..9];
        using var filter = new UsageChunkFilter();

        Assert.True(filter.Push((byte[])[.. token, .. token]).Span.SequenceEqual([.. token, .. token]));
        Assert.True(filter.Push((byte[])[.. token, .. half]).Span.SequenceEqual(token));
        Assert.True(filter.Push((byte[])[.. token[9..], .. token]).Span.SequenceEqual([.. token, .. token]));
        Assert.True(filter.Push((byte[])[.. token, .. usage, .. token]).Span.SequenceEqual([.. token, .. token]));
        Assert.True(filter.Push(token).Span.SequenceEqual(token));
        Assert.True(filter.Rest().IsEmpty);
    }
}
