using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Tokens;

/// <summary>Whole requests through a gateway that asks a worker, over real HTTP.</summary>
public sealed class WorkerTokensTests
{
    private const string Chat = "/v1/chat/completions";
    private static readonly (string, string) s_worker = ("Tokens:Default", "worker");
    private static readonly (string, string) s_patient = ("Tokens:TimeoutMilliseconds", "10000");

    [Fact]
    public async Task Chat_Answered_TokensAreExactAndTheQuestionHasTheRequestsOptions()
    {
        await using var worker = await WorkerAsync(Ids(40));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);

        var request = await DecideAsync(gateway, Chat, """
            {"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function"}],"chat_template_kwargs":{"x":1},"temperature":1}
            """);

        Assert.Equal((40, TokenOrigin.Worker, null), (request.PromptTokens, request.Tokenization.Origin, request.Tokenization.Note));
        Assert.Equal(2, request.TokenBlocks.Count);
        using var question = JsonDocument.Parse(Assert.Single(worker.Tokenized));
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"hi"}],"add_generation_prompt":true,"tools":[{"type":"function"}],"chat_template_kwargs":{"x":1}}""",
            question.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("/v1/completions", """{"model":"m","prompt":"a\nb"}""", """{"model":"m","prompt":"a\nb","add_special_tokens":true}""")]
    [InlineData("/v1/completions", """{"model":"m","prompt":"a","add_special_tokens":false}""", """{"model":"m","prompt":"a","add_special_tokens":false}""")]
    [InlineData("/v1/responses", """{"model":"m","instructions":"i","input":"q"}""", """{"model":"m","messages":[{"role":"system","content":"i"},{"role":"user","content":"q"}],"add_generation_prompt":true}""")]
    [InlineData("/v1/messages", """{"model":"m","system":"s","messages":[{"role":"user","content":"q"}]}""", """{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}],"add_generation_prompt":true}""")]
    public async Task Question_EachApi_HasItsForm(string path, string body, string expected)
    {
        await using var worker = await WorkerAsync(Ids(20));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);

        var request = await DecideAsync(gateway, path, body);

        Assert.Equal(expected, Assert.Single(worker.Tokenized));
        Assert.Equal(20, request.PromptTokens);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"m","tools":[{"name":"t"}],"messages":[{"role":"user","content":"q"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}}]}]}""")]
    [InlineData("/v1/completions", """{"model":"m","prompt":["a","b"]}""")]
    public async Task Question_FormWithoutCounterpart_IsNotAsked(string path, string body)
    {
        await using var worker = await WorkerAsync(Ids(20));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);

        var request = await DecideAsync(gateway, path, body);

        Assert.Empty(worker.Tokenized);
        Assert.Equal((TokenOrigin.None, 0), (request.Tokenization.Origin, request.TokenBlocks.Count));
        Assert.NotNull(request.Tokenization.Note);
    }

    [Fact]
    public async Task Chat_SamePromptAgain_IsRemembered()
    {
        await using var worker = await WorkerAsync(Ids(32));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);
        await DecideAsync(gateway, Chat, Turns("one"));

        var request = await DecideAsync(gateway, Chat, Turns("one"));

        Assert.Equal((32, "remembered"), (request.PromptTokens, request.Tokenization.Note));
        Assert.Single(worker.Tokenized);
    }

    [Fact]
    public async Task Chat_WorkerFailsLater_RemembersTheFirstMessages()
    {
        await using var worker = await WorkerAsync(Ids(48));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);
        await DecideAsync(gateway, Chat, Turns("one"));
        worker.Tokenize = FakeAnswers.Json("{}");

        var request = await DecideAsync(gateway, Chat, Turns("one", "two", "three"));

        Assert.Equal((TokenOrigin.Worker, 3), (request.Tokenization.Origin, request.TokenBlocks.Count));
        Assert.Contains("first 1 of 3", request.Tokenization.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"count":3,"tokens":[1,2]}""")]
    [InlineData(200, """{"tokens":[1,-2]}""")]
    [InlineData(200, """{"tokens":[1,99999999999]}""")]
    [InlineData(200, """{"tokens":[]}""")]
    [InlineData(200, """{"tokens":null}""")]
    [InlineData(500, "")]
    [InlineData(404, "")]
    [InlineData(400, """{"error":{}}""")]
    public async Task Answer_Useless_RequestIsServedByText(int status, string answer)
    {
        await using var worker = await WorkerAsync(answer, status);
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);

        var request = await DecideAsync(gateway, Chat, Turns("one"));

        Assert.Equal((TokenOrigin.None, 0), (request.Tokenization.Origin, request.TokenBlocks.Count));
        Assert.Single(worker.Tokenized);
    }

    [Fact]
    public async Task Answer_Oversized_IsNotRead()
    {
        await using var worker = await WorkerAsync(Ids(200_000));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);

        Assert.Equal(TokenOrigin.None, (await DecideAsync(gateway, Chat, Turns("one"))).Tokenization.Origin);
    }

    [Fact]
    public async Task Worker_WithoutTokenize_IsNotAskedAgain()
    {
        await using var worker = await WorkerAsync("", 404);
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", worker.Address);
        await DecideAsync(gateway, Chat, Turns("one"));

        await DecideAsync(gateway, Chat, Turns("two"));

        Assert.Single(worker.Tokenized);
    }

    [Fact]
    public async Task Worker_Fails_AnotherIsAsked()
    {
        await using var good = await WorkerAsync(Ids(16));
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        gateway.Add("a", FakeWorker.RefusingAddress());
        gateway.Add("b", good.Address);

        var parsed = await DecideAsync(gateway, Chat, Turns("one"));

        Assert.Equal(16, parsed.PromptTokens);
    }

    [Fact]
    public async Task Worker_Hangs_TheRequestGoesOnWithoutTokens()
    {
        await using var worker = await WorkerAsync("");
        worker.Tokenize = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, ("Tokens:TimeoutMilliseconds", "20"));
        gateway.Add("a", worker.Address);

        var request = await DecideAsync(gateway, Chat, Turns("one"));

        Assert.Equal(TokenOrigin.None, request.Tokenization.Origin);
        Assert.Contains("in time", request.Tokenization.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Auto_AsksOnlyWhenAWorkerReports(bool reports)
    {
        await using var worker = await WorkerAsync(Ids(16));
        await using var gateway = await GatewayHarness.StartAsync(false, s_patient);
        var added = gateway.Registry.Add(new WorkerConfig
        {
            Id = new WorkerId("a"),
            Address = worker.Address,
            Models = ["m"],
            KvEvents = reports ? new KvEventSource("tcp://127.0.0.1:1") : null,
        })!;
        gateway.Registry.SetStatus(added, WorkerStatus.Ready, "test");

        await DecideAsync(gateway, Chat, Turns("one"));

        Assert.Equal(reports ? 1 : 0, worker.Tokenized.Count);
    }

    [Fact]
    public async Task LlamaCpp_Completion_HasItsOwnForm()
    {
        await using var worker = await WorkerAsync("""{"tokens":[1,2,3]}""");
        await using var gateway = await GatewayHarness.StartAsync(false, s_worker, s_patient);
        var added = gateway.Registry.Add(new WorkerConfig { Id = new WorkerId("a"), Address = worker.Address, Models = ["m"], Engine = EngineKind.LlamaCpp })!;
        gateway.Registry.SetStatus(added, WorkerStatus.Ready, "test");

        var request = await DecideAsync(gateway, "/v1/completions", """{"model":"m","prompt":"a"}""");

        Assert.Equal("""{"content":"a","add_special":true,"parse_special":true}""", Assert.Single(worker.Tokenized));
        Assert.Equal(3, request.PromptTokens);
    }

    private static async Task<FakeWorker> WorkerAsync(string answer, int status = 200)
    {
        var worker = await FakeWorker.StartAsync();
        worker.Tokenize = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        };
        return worker;
    }

    private static string Ids(int count) => $$"""{"count":{{count}},"max_model_len":4096,"tokens":[{{string.Join(',', Enumerable.Range(1, count))}}],"token_strs":null}""";

    private static string Turns(params string[] texts) =>
        $$"""{"model":"m","messages":[{{string.Join(',', texts.Select((t, i) => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":"{{t}}"}"""))}}]}""";

    private static async Task<DecidedRequest> DecideAsync(GatewayHarness gateway, string path, string body)
    {
        using var response = await gateway.PostAsync(path, body);
        return gateway.Log.Latest(1)[0].Decision.Request;
    }
}
