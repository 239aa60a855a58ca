namespace PrefixConsole.Simulation.Tests.Hosting;

public sealed class GenerationApiTests
{
    [Fact]
    public async Task Chat_Streaming_RoleThenTextThenReasonThenUsageThenDone()
    {
        await using var fixture = await WorkerFixture.StartAsync();

        var lines = await fixture.StreamAsync("/v1/chat/completions", WorkerFixture.Chat("Hi", ""","stream":true,"max_tokens":9,"stream_options":{"include_usage":true}"""));

        Assert.Equal("data: [DONE]", lines[^1]);
        var data = WorkerFixture.Data(lines);
        Assert.Equal(1 + 9 + 1 + 1, data.Length);
        Assert.Equal("assistant", data[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        var text = string.Concat(data[1..10].Select(d => d.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
        Assert.Matches(@"^[A-Z][a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+\. [A-Z][a-z]+$", text);
        Assert.Equal("length", data[10].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(0, data[11].GetProperty("choices").GetArrayLength());
        Assert.Equal(9, data[11].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Single(data.Select(d => d.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Chat_StreamingWithoutIncludeUsage_NoUsageAnywhere()
    {
        await using var fixture = await WorkerFixture.StartAsync();

        var lines = await fixture.StreamAsync("/v1/chat/completions", WorkerFixture.Chat("Hi", ""","stream":true,"max_tokens":3"""));

        Assert.DoesNotContain(lines, l => l.Contains("usage", StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", lines[^1]);
    }

    [Fact]
    public async Task Chat_SameLongPromptTwice_SecondReportsCachedTokensAndTheSameText()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        var (_, first) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText));

        var (status, second) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText));

        Assert.Equal(200, status);
        Assert.Equal(0, Cached(first));
        var prompt = second.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
        Assert.Equal((prompt - 1) / 16 * 16, Cached(second));
        Assert.Equal(Text(first), Text(second));
        Assert.Equal("stop", second.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.InRange(second.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), 16, 128);
    }

    [Fact]
    public async Task ResetPrefixCache_BetweenTwoPrompts_NothingCached()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText));

        using var reset = await fixture.PostAsync("/reset_prefix_cache", "");
        var (_, second) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText));

        Assert.Equal(200, (int)reset.StatusCode);
        Assert.Equal(0, Cached(second));
    }

    [Theory]
    [InlineData(""","cache_salt":"other" """, "m")]
    [InlineData("", "lora")]
    public async Task Chat_OtherSaltOrAdapter_NothingCached(string more, string model)
    {
        await using var fixture = await WorkerFixture.StartAsync(1000, "lora");
        await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText));

        var body = WorkerFixture.Chat(WorkerFixture.LongText, more).Replace("\"m\"", $"\"{model}\"", StringComparison.Ordinal);
        var (status, second) = await fixture.JsonAsync("/v1/chat/completions", body);

        Assert.Equal((200, 0), (status, Cached(second)));
        Assert.Equal(model, second.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Chat_StopString_CutsTheAnswerAndFreesTheEngine()
    {
        await using var fixture = await WorkerFixture.StartAsync();

        var (_, body) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat("Hi", ""","max_tokens":100,"stop":["."]"""));

        Assert.Equal(7, Text(body).Split(' ').Length);
        Assert.DoesNotContain(".", Text(body), StringComparison.Ordinal);
        Assert.Equal("stop", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        await fixture.UntilAsync(e => e is { Running: 0, ActiveBlocks: 0 });
    }

    [Fact]
    public async Task Completions_TextAndItsTokens_AreTheSamePrompt()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        var (_, tokens) = await fixture.JsonAsync("/tokenize", """{"model":"m","prompt":"The quick brown fox"}""");

        var (_, text) = await fixture.JsonAsync("/v1/completions", """{"model":"m","prompt":"The quick brown fox","max_tokens":4}""");
        var (_, ids) = await fixture.JsonAsync("/v1/completions", $$"""{"model":"m","prompt":{{tokens.GetProperty("tokens").GetRawText()}},"max_tokens":4}""");

        Assert.Equal(text.GetProperty("choices")[0].GetProperty("text").GetString(), ids.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(tokens.GetProperty("count").GetInt32(), ids.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        var stream = await fixture.StreamAsync("/v1/completions", """{"model":"m","prompt":"x","max_tokens":4,"stream":true}""");
        Assert.Equal(5, WorkerFixture.Data(stream).Length);
    }

    [Fact]
    public async Task Responses_Twice_ReportsCachedInputAndStreamsNumberedEvents()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        var body = $$"""{"model":"m","input":"{{WorkerFixture.LongText}}","max_output_tokens":3""";
        await fixture.JsonAsync("/v1/responses", body + "}");

        var (_, whole) = await fixture.JsonAsync("/v1/responses", body + "}");
        var lines = await fixture.StreamAsync("/v1/responses", body + ""","stream":true}""");

        Assert.True(whole.GetProperty("usage").GetProperty("input_tokens_details").GetProperty("cached_tokens").GetInt32() > 0);
        Assert.Equal("incomplete", whole.GetProperty("status").GetString());
        var data = WorkerFixture.Data(lines);
        Assert.Equal(Enumerable.Range(0, data.Length), data.Select(d => d.GetProperty("sequence_number").GetInt32()));
        Assert.Equal("event: response.created", lines[0]);
        Assert.Equal(3, data.Count(d => d.GetProperty("type").GetString() == "response.output_text.delta"));
        Assert.Equal("response.incomplete", data[^1].GetProperty("type").GetString());
        Assert.Equal(3, data[^1].GetProperty("response").GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Messages_Twice_ReportsCacheReadsAndStreamsAnthropicEvents()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        var body = $$"""{"model":"m","system":"{{WorkerFixture.LongText}}","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"max_tokens":3""";
        var (_, first) = await fixture.JsonAsync("/v1/messages", body + "}");

        var (_, second) = await fixture.JsonAsync("/v1/messages", body + "}");
        var lines = await fixture.StreamAsync("/v1/messages", body + ""","stream":true}""");

        Assert.Equal(0, first.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32());
        Assert.True(second.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32() > 0);
        Assert.Equal("max_tokens", second.GetProperty("stop_reason").GetString());
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            lines.Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l[7..]));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{oops", 400, "BadRequestError")]
    [InlineData("/v1/chat/completions", "[]", 400, "BadRequestError")]
    [InlineData("/v1/chat/completions", """{"model":"m"}""", 400, "BadRequestError")]
    [InlineData("/v1/chat/completions", """{"model":"gone","messages":[{"role":"user","content":"x"}]}""", 404, "NotFoundError")]
    [InlineData("/v1/chat/completions", """{"model":"m","n":2,"messages":[{"role":"user","content":"x"}]}""", 400, "BadRequestError")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", 400, "BadRequestError")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"x"}]}""", 400, "BadRequestError")]
    [InlineData("/v1/completions", """{"model":"m","prompt":["a","b"]}""", 400, "BadRequestError")]
    [InlineData("/v1/completions", """{"model":"m","prompt":""}""", 400, "BadRequestError")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"x"}""", 400, "BadRequestError")]
    [InlineData("/v1/audio", "{}", 404, "NotFoundError")]
    [InlineData("/tokenize", "{}", 400, "BadRequestError")]
    [InlineData("/detokenize", """{"tokens":["x"]}""", 400, "BadRequestError")]
    public async Task Post_BadRequest_OpenAiErrorAndEngineUntouched(string path, string body, int status, string type)
    {
        await using var fixture = await WorkerFixture.StartAsync();

        var (actual, answer) = await fixture.JsonAsync(path, body);

        Assert.Equal(status, actual);
        Assert.Equal(type, answer.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(status, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.False(string.IsNullOrEmpty(answer.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(0, fixture.Worker.Engine!.PromptTokens);
    }

    private static int Cached(System.Text.Json.JsonElement body) =>
        body.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();

    private static string Text(System.Text.Json.JsonElement body) =>
        body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
