using System.Text;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Tests.Requests;

public sealed class RequestParserTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("   ", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{\"model\":\"m\"", "invalid_json", null)]
    [InlineData("{\"model\":\"m\"} x", "invalid_json", null)]
    [InlineData("{\"model\":\"m\",}", "invalid_json", null)]
    [InlineData("{/**/\"model\":\"m\"}", "invalid_json", null)]
    [InlineData("\uFEFF{\"model\":\"m\"}", "invalid_json", null)]
    [InlineData("{\"model\":\"m\",\"user\":\"\\ud83d\"}", "invalid_json", null)]
    [InlineData("{\"model\":\"m\",\"user\":\"\\ude00\\ud83d\"}", "invalid_json", null)]
    [InlineData("{\"model\":\"m\",\"\\ud83dx\":1}", "invalid_json", null)]
    [InlineData("{" + Messages + "}", "missing_field", "model")]
    [InlineData("{\"model\":null," + Messages + "}", "missing_field", "model")]
    [InlineData("{\"model\":\"\"," + Messages + "}", "invalid_request", "model")]
    [InlineData("{\"model\":7," + Messages + "}", "invalid_request", "model")]
    [InlineData("{\"model\":\"m\"}", "missing_field", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "invalid_request", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":\"hi\"}", "invalid_request", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[\"hi\"]}", "invalid_request", "messages[0]")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"content\":\"hi\"}]}", "invalid_request", "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":1,\"content\":\"hi\"}]}", "invalid_request", "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":5}]}", "invalid_request", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[7]}]}", "invalid_request", "messages[0].content[0]")]
    [InlineData("{\"model\":\"m\",\"stream\":\"yes\"," + Messages + "}", "invalid_request", "stream")]
    [InlineData("{\"model\":\"m\",\"cache_salt\":\"\"," + Messages + "}", "invalid_request", "cache_salt")]
    [InlineData("{\"model\":\"m\",\"cache_salt\":\"a b\"," + Messages + "}", "invalid_request", "cache_salt")]
    [InlineData("{\"model\":\"m\",\"cache_salt\":7," + Messages + "}", "invalid_request", "cache_salt")]
    [InlineData("{\"model\":\"m\",\"model\":\"n\"," + Messages + "}", "duplicate_field", "model")]
    [InlineData("{\"model\":\"m\",\"\\u006dodel\":\"n\"," + Messages + "}", "duplicate_field", "model")]
    [InlineData("{\"model\":\"m\"," + Messages + "," + Messages + "}", "duplicate_field", "messages")]
    [InlineData("{\"model\":\"m\",\"stream\":true,\"stream\":false," + Messages + "}", "duplicate_field", "stream")]
    public void Parse_BadChat_SaysWhatIsWrong(string json, string code, string? param)
    {
        var parsed = RequestParser.Parse(ApiKind.ChatCompletions, Encoding.UTF8.GetBytes(json), out var error);

        Assert.Null(parsed);
        Assert.Equal((400, code, param), (error!.Status, error.Code, error.Param));
    }

    [Theory]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\"}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":{}}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":[]}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":[1,\"a\"]}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":[1.5]}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":[-1]}", "prompt")]
    [InlineData((int)ApiKind.Completions, "{\"model\":\"m\",\"prompt\":[[\"a\"]]}", "prompt")]
    [InlineData((int)ApiKind.Embeddings, "{\"model\":\"m\"}", "input")]
    [InlineData((int)ApiKind.Embeddings, "{\"model\":\"m\",\"input\":true}", "input")]
    [InlineData((int)ApiKind.Responses, "{\"model\":\"m\",\"input\":5}", "input")]
    [InlineData((int)ApiKind.Responses, "{\"model\":\"m\",\"input\":\"x\",\"instructions\":5}", "instructions")]
    [InlineData((int)ApiKind.Messages, "{\"model\":\"m\",\"system\":\"x\"}", "messages")]
    [InlineData((int)ApiKind.Messages, "{\"model\":\"m\",\"system\":5,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", "system")]
    public void Parse_BadPrompt_NamesTheField(int api, string json, string param)
    {
        Assert.Null(RequestParser.Parse((ApiKind)api, Encoding.UTF8.GetBytes(json), out var error));
        Assert.Equal((400, param), (error!.Status, error.Param));
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefused()
    {
        byte[] body = [.. "{\"model\":\"m\",\"prompt\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Null(RequestParser.Parse(ApiKind.Completions, body, out var error));
        Assert.Equal("invalid_json", error!.Code);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void Parse_Nesting_IsLimitedTo64(int depth, bool accepted)
    {
        var json = $"{{\"model\":\"m\",\"prompt\":\"x\",\"extra\":{new string('[', depth)}{new string(']', depth)}}}";

        using var parsed = RequestParser.Parse(ApiKind.Completions, Encoding.UTF8.GetBytes(json), out _);

        Assert.Equal(accepted, parsed is not null);
    }

    [Fact]
    public void Parse_Fields_AreRead()
    {
        const string json = """{"stream_options":{"x":[1],"include_usage":true},"stream":true,"cache_salt":"s-1_A","messages":[{"role":"user","content":"\ud83d\ude00"}],"model":"m","user":"\\ud83d","max_tokens":-99999999999999999999}""";

        using var parsed = Parse(ApiKind.ChatCompletions, json);

        Assert.Equal(("m", "s-1_A", true, true), (parsed.Model, parsed.CacheSalt, parsed.Stream, parsed.IncludesUsage));
        Assert.EndsWith("😀", Encoding.UTF8.GetString(parsed.PrefixText.Span), StringComparison.Ordinal);
        Assert.True(parsed.TextOnly);
    }

    [Fact]
    public void Parse_Chat_NamesItsParts()
    {
        const string json = """
            {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u1"},{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},
            {"role":"tool","tool_call_id":"1","content":"r"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}],"tools":[{"type":"function"}]}
            """;

        using var parsed = Parse(ApiKind.ChatCompletions, json);

        Assert.Equal(
            [(PromptPart.System, 0), (PromptPart.Tools, 0), (PromptPart.User, 1), (PromptPart.Assistant, 1), (PromptPart.Tool, 1), (PromptPart.User, 2)],
            parsed.Segments.Select(s => (s.Part, s.Turn)));
        Assert.Equal(parsed.Segments.OrderBy(s => s.StartUnit), parsed.Segments);
        Assert.False(parsed.TextOnly);
    }

    [Fact]
    public void Parse_AnthropicToolResult_IsNoNewTurn()
    {
        const string json = """
            {"model":"m","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"u"},
            {"role":"assistant","content":[{"type":"tool_use","id":"1"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]}]}
            """;

        using var parsed = Parse(ApiKind.Messages, json);

        Assert.Equal(
            [(PromptPart.System, 0), (PromptPart.User, 1), (PromptPart.Assistant, 1), (PromptPart.Tool, 1)],
            parsed.Segments.Select(s => (s.Part, s.Turn)));
    }

    [Fact]
    public void Parse_TokenIds_AreKept()
    {
        using var flat = Parse(ApiKind.Completions, """{"model":"m","prompt":[1,22,333]}""");
        using var nested = Parse(ApiKind.Embeddings, """{"model":"m","input":[[1,22],[333]]}""");
        using var text = Parse(ApiKind.Completions, """{"model":"m","prompt":"1 22 333 "}""");

        Assert.Equal([1, 22, 333], flat.TokenIds);
        Assert.Empty(nested.TokenIds);
        Assert.False(flat.PrefixText.Span.SequenceEqual(text.PrefixText.Span));
    }

    [Theory]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "{\"stream_options\":{\"include_usage\":true},\"model\":\"m\",\"messages\":[]}")]
    [InlineData("{\"stream_options\":null,\"a\":1}", "{\"stream_options\":{\"include_usage\":true},\"a\":1}")]
    [InlineData("{\"a\": 1, \"stream_options\": {\"include_usage\":false, \"x\":[1, 2]} }", "{\"a\": 1, \"stream_options\": {\"x\":[1, 2],\"include_usage\":true} }")]
    public void UsageOption_Add_ChangesNothingElse(string before, string after)
    {
        var body = Encoding.UTF8.GetBytes(before);
        var fields = RequestFields.Scan(body, out _)!;

        using var result = UsageOption.Add(body, fields[RequestField.StreamOptions]);

        Assert.Equal(after, Encoding.UTF8.GetString(result!.Span));
    }

    [Fact]
    public void TokenEstimator_LearnsTheModelsRatio()
    {
        var estimator = new TokenEstimator();
        Assert.Equal(25, estimator.Estimate("m", 100));

        for (var i = 0; i < 200; i++)
        {
            estimator.Learn("m", 200, 100);
        }

        Assert.Equal(50, estimator.Estimate("m", 100), 1.0);
        Assert.Equal(25, estimator.Estimate("other", 100));
        Assert.Equal(0, estimator.Estimate("m", 0));
    }

    [Fact]
    public void Readable_MarksAndControls_BecomeSpaces()
    {
        byte[] block = [0xFF, (byte)'m', .. "user"u8, 0xFF, (byte)'c', .. "Hé\nllo"u8];

        Assert.Equal("user Hé llo", PromptPreviews.Readable(block));
        Assert.Equal(PromptPreviews.Characters, PromptPreviews.Readable(Encoding.UTF8.GetBytes(new string('é', 300))).Length);
    }

    private static ParsedRequest Parse(ApiKind api, string json)
    {
        var parsed = RequestParser.Parse(api, Encoding.UTF8.GetBytes(json), out var error);
        Assert.Null(error);
        return parsed!;
    }
}
