using System.Net;
using System.Text.Json;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Tests.Api;

public sealed class TryApiTests : ApiTest
{
    private const string Canary = "canary-31d0";

    [Fact]
    public async Task Text_IsDecidedByEveryStrategyAndKeptNowhere()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        var text = Canary + new string('x', 2000);

        var answer = await AskAsync(new { model = "m", text });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
        var json = answer.Json!.Value;
        Assert.Equal((2011, false, "None", "default", 7), (
            json.GetProperty("promptBytes").GetInt32(),
            json.GetProperty("tokensExact").GetBoolean(),
            json.GetProperty("tokenOrigin").GetString(),
            json.GetProperty("tenant").GetString(),
            json.GetProperty("textBlocks").GetInt32()));
        var choices = json.GetProperty("choices").EnumerateArray().ToArray();
        Assert.Equal(("approximate-prefix", true), (choices[0].GetProperty("strategy").GetString(), choices[0].GetProperty("active").GetBoolean()));
        Assert.Equal(11, choices.Length);
        Assert.Equal(11, json.GetProperty("workers").EnumerateArray().Sum(w => w.GetProperty("strategies").GetInt32()));
        Assert.Equal(2, json.GetProperty("matrix").GetProperty("candidates").GetArrayLength());
        Assert.Equal((0, 0), (Host.Get<DecisionLog>().Total, Host.Get<ApproximatePrefixTree>().TotalBlocks));
    }

    [Fact]
    public async Task Csv_HasARowForEachStrategyAndWorker()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");

        var answer = await AskAsync(
            new { request = new { model = "m", messages = new[] { new { role = "user", content = Canary } } }, strategies = new[] { new { name = "round-robin" } } }, "?format=csv");

        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("strategy,active,worker,chosen,reason", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["approximate-prefix,True,w1", "approximate-prefix,True,w22", "round-robin,False,w1", "round-robin,False,w22"],
            lines[1..].Select(l => string.Join(',', l.Split(',')[..3])));
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { """{}""", "text" },
        { """{"text":"a","request":{},"model":"m"}""", "text,model" },
        { """{"request":"a"}""", "request" },
        { """{"text":"a"}""", "model" },
        { """{"text":"","model":"m"}""", "text" },
        { """{"text":"a","model":"other"}""", "model" },
        { """{"text":"a","model":"m","path":"/v1/x","tenant":"acme"}""", "path,tenant" },
        { """{"text":"a","model":"m","cacheSalt":"!"}""", "cacheSalt" },
        { """{"request":{"model":"m"}}""", "request.messages" },
        { """{"text":"a","model":"m","strategies":[{"name":"x"},null]}""", "strategies[0].name,strategies[1]" },
        { """{"text":"a","model":"m","strategies":[{"name":"approximate-tree","parameters":{"cache-threshold":9}}]}""", "strategies[0].parameters.cache-threshold" },
        { """{"text":"a","text":"b","model":"m"}""", "$.text" },
        { """{"request":{"model":"m","model":"m","messages":[]}}""", "$.request" },
        { """{"prompt":"a"}""", "$.prompt" },
        { """{"text":"a","tokens":5,"model":"m"}""", "text" },
        { """{"prefix":"x"}""", "prefix" },
        { """{"prefix":"0123456789abcdef"}""", "prefix" },
        { """{"prefix":"0123456789abcdef","model":"m","tenant":"t","cacheSalt":"s"}""", "model,cacheSalt,tenant" },
        { """{"tokens":0,"model":"m"}""", "tokens" },
        { """{"tokens":5}""", "model" },
        { """{"tokens":5,"model":"m","cacheSalt":"!"}""", "cacheSalt" },
        { """{"tokens":"many","model":"m"}""", "$.tokens" },
        { """{"tokens":5,"model":"m","revisions":[7]}""", "revisions[0]" },
        { """{"tokens":5,"model":"m","revisions":[1,1,1,1,1,1,1,1,1]}""", "revisions" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task BadInput_NamesTheFields(string body, string fields)
    {
        Host.AddWorker("w1");

        var answer = await SendAsync(HttpMethod.Post, "/api/try", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(fields.Split(','), Fields(answer));
    }

    [Theory]
    [InlineData(DryRunner.MaxPromptBytes + 1, "prompt_too_large")]
    [InlineData(7 * 1024 * 1024, "body_too_large")]
    public async Task TooLarge_Is413WithTheSize(int bytes, string code)
    {
        Host.AddWorker("w1");

        var answer = await AskAsync(new { model = "m", text = new string('a', bytes) });

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, code), (answer.Status, Code(answer)));
        Assert.Contains("at most", answer.Json!.Value.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargestText_EscapedThroughout_IsTaken()
    {
        Host.AddWorker("w1");
        var text = string.Concat(Enumerable.Repeat("\\u0061", DryRunner.MaxPromptBytes));

        var answer = await SendAsync(HttpMethod.Post, "/api/try", $$"""{"model":"m","text":"{{text}}","strategies":[{"name":"random"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(DryRunner.MaxPromptBytes, answer.Json!.Value.GetProperty("promptBytes").GetInt32());
    }

    [Fact]
    public async Task Prefix_AndTokens_AreDecidedWithoutAPrompt()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        var served = Host.Request("r1");
        var run = (await GetAsync("/api/prefixes")).GetProperty("nodes")[0].GetProperty("id").GetString();
        Host.Get<PrefixConsole.Routing.Strategies.StrategyStore>().Apply(new() { Name = "round-robin" }, "test", "", null);

        var known = (await AskAsync(new { prefix = run, tokens = 500, revisions = new[] { 1 } })).Json!.Value;
        var cold = (await AskAsync(new { tokens = 500, model = "m", strategies = new[] { new { name = "random" } } })).Json!.Value;

        var first = known.GetProperty("choices").EnumerateArray().Single(c => c.GetProperty("revision") is { ValueKind: JsonValueKind.Number } n && n.GetInt32() == 1);
        Assert.Equal((served.Decision.Winner!.Value.Value, false), (first.GetProperty("winner").GetString(), first.GetProperty("active").GetBoolean()));
        Assert.Equal((2, true), (known.GetProperty("activeRevision").GetInt32(), first.GetProperty("expectedTokens").GetInt32() > 400));
        Assert.Equal((500, 0, 0), (cold.GetProperty("promptTokens").GetInt32(), cold.GetProperty("choices")[0].GetProperty("availableTokens").GetInt32(), cold.GetProperty("promptBytes").GetInt32()));
        Assert.Contains("no text", cold.GetProperty("tokenizationNote").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Format_Unknown_IsRefused() =>
        Assert.Equal(["format"], Fields(await AskAsync(new { model = "m", text = "a" }, "?format=xml")));

    private Task<Answer> AskAsync(object body, string query = "") => SendAsync(HttpMethod.Post, "/api/try" + query, JsonSerializer.Serialize(body));
}
