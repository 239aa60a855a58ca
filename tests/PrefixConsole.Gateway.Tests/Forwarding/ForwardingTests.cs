using System.Net;
using System.Text;
using System.Text.Json;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>What passes between client and worker.</summary>
public sealed class ForwardingTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string StreamedChat = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/chat/completions", Chat)]
    [InlineData("/v1/completions", """{"model":"m","prompt":"hi"}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":["a","b"]}""")]
    [InlineData("/v1/responses", """{"model":"m","input":"hi"}""")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""")]
    public async Task Post_EachApi_ForwardsBodyAndAnswerByteForByte(string path, string json)
    {
        await using var worker = await FakeWorker.StartAsync();
        const string answer = """{ "object" : "x",  "odd spacing": "é\u00e9" }""";
        worker.Answer = FakeAnswers.Json(answer);
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);
        var body = "  " + json.Replace(",", " ,\r\n ", StringComparison.Ordinal) + "\n";

        using var response = await gateway.PostAsync(path + "?a=b", body, ("Authorization", "Bearer key"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(Cancel));
        var seen = Assert.Single(worker.Requests);
        Assert.Equal(body, Encoding.UTF8.GetString(seen.Body));
        Assert.Equal(path, seen.Path);
        Assert.Equal("Bearer key", seen.Headers["Authorization"]);
        var entry = await gateway.CompletedAsync();
        Assert.Equal(entry.Id, response.Headers.GetValues("x-prefix-decision-id").Single());
        Assert.Equal(entry.Id, seen.Headers["x-request-id"]);
        Assert.False(response.Headers.Contains("x-prefix-worker"));
        Assert.True(entry.Outcome!.Succeeded);
        Assert.Equal("w", entry.Outcome.Served!.Value.Value);
        Assert.NotNull(entry.Outcome.TimeToFirstToken);
    }

    [Theory]
    [InlineData(200, 5)]
    [InlineData(400, 0)]
    public async Task Post_PromptWithTokenIds_LinksItsTextToItsTokens_OnceAWorkerTookIt(int status, int links)
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Answer = FakeAnswers.Json("{}", status);
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);
        // 1,491 characters of text, five full blocks
        var ids = string.Join(',', Enumerable.Range(1, 400));

        using var response = await gateway.PostAsync("/v1/completions", $$"""{"model":"m","prompt":[{{ids}}]}""");

        Assert.Equal(status, (int)response.StatusCode);
        await gateway.CompletedAsync();
        Assert.Equal(links, gateway.Get<PromptLinks>().Count);
    }

    [Fact]
    public async Task Post_ChunkedBody_ArrivesWhole()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);
        var content = new StringContent(Chat, Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Chat, Encoding.UTF8.GetString(worker.Requests.Single().Body));
    }

    [Fact]
    public async Task Cookies_PassInNeitherDirection()
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Answer = context =>
        {
            context.Response.Headers.SetCookie = "prefixconsole-8080=forged; Path=/";
            return FakeAnswers.Json("{}")(context);
        };
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat, ("Cookie", "prefixconsole-8080=secret"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("Cookie", worker.Requests.Single().Headers.Keys);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Post_PrivateAndForgedHeaders_DoNotReachTheWorker()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions",
            Chat,
            ("x-prefix-demo", gateway.DemoToken),
            ("x-prefix-tenant", "t"),
            ("X-Forwarded-For", "1.2.3.4"),
            ("Forwarded", "for=1.2.3.4"),
            ("x-hop", "secret"),
            ("Connection", "x-hop"),
            ("Expect", "100-continue"),
            ("x-own", "kept"));

        var headers = worker.Requests.Single().Headers;
        Assert.DoesNotContain(headers.Keys, k => k.StartsWith("x-prefix", StringComparison.OrdinalIgnoreCase) || k.Contains("orwarded", StringComparison.Ordinal) || k == "x-hop");
        Assert.Equal("kept", headers["x-own"]);

        // the body is here: waiting for the worker to ask for it would cost a round trip
        Assert.DoesNotContain("Expect", headers.Keys);
        Assert.Equal(worker.Address.Authority, headers["Host"]);
        Assert.Equal("w", response.Headers.GetValues("x-prefix-worker").Single());
        var request = (await gateway.CompletedAsync()).Decision.Request;
        Assert.True(request.Demo);
        Assert.Equal("default", request.Tenant);
    }

    [Fact]
    public async Task Post_Stream_EachChunkArrivesBeforeTheNextIsSent()
    {
        await using var worker = await FakeWorker.StartAsync();
        var clientHasFirst = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            await FakeAnswers.Events("data: {\"n\":1}\n\n")(context);
            await clientHasFirst.Task.WaitAsync(GatewayHarness.Patience);
            await FakeAnswers.SendAsync(context, "data: {\"n\":2}\n\ndata: [DONE]\n\n");
        };
        await using var gateway = await GatewayHarness.StartAsync();
        var registered = gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", StreamedChat);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(stream);
        Assert.Equal("data: {\"n\":1}", await reader.ReadLineAsync(Cancel));
        Assert.Equal(1, registered.Load.InFlight);
        clientHasFirst.SetResult();

        Assert.Equal("\ndata: {\"n\":2}\n\ndata: [DONE]\n\n", await reader.ReadToEndAsync(Cancel));
        var entry = await gateway.CompletedAsync();
        Assert.True(entry.Outcome!.Succeeded);
        Assert.NotNull(entry.Outcome.InterTokenLatency);
        Assert.Equal(0, registered.Load.InFlight);
        Assert.Equal(0, registered.Load.PendingPrefillTokens);
    }

    [Fact]
    public async Task Post_RequestId_IsTheClientsOnceAndNewAfterwards()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var first = await gateway.PostAsync("/v1/chat/completions", Chat, ("x-request-id", "my.id:1"));
        using var again = await gateway.PostAsync("/v1/chat/completions", Chat, ("x-request-id", "my.id:1"));
        using var bad = await gateway.PostAsync("/v1/chat/completions", Chat, ("x-request-id", "not ok"));

        Assert.Equal("my.id:1", first.Headers.GetValues("x-prefix-decision-id").Single());
        Assert.StartsWith("req-", again.Headers.GetValues("x-prefix-decision-id").Single(), StringComparison.Ordinal);
        Assert.StartsWith("req-", bad.Headers.GetValues("x-prefix-decision-id").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AskWorkersForUsage_AddsTheOptionAndRemovesTheChunk()
    {
        await using var worker = await FakeWorker.StartAsync();
        const string usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":8}}}\n\n";

        // events split across writes: the filter must not depend on their borders
        worker.Answer = FakeAnswers.Events("data: {\"choices\":[{\"delta\":{}}]}\n", "\n" + usage[..20], usage[20..] + "data: [DONE]\n\n");
        await using var gateway = await GatewayHarness.StartAsync(settings: ("Gateway:AskWorkersForUsage", "true"));
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", StreamedChat);

        Assert.Equal("data: {\"choices\":[{\"delta\":{}}]}\n\ndata: [DONE]\n\n", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("{\"stream_options\":{\"include_usage\":true}," + StreamedChat[1..], Encoding.UTF8.GetString(worker.Requests.Single().Body));
        var outcome = (await gateway.CompletedAsync()).Outcome!;
        Assert.Equal((9, 2, 8), (outcome.PromptTokens, outcome.CompletionTokens, outcome.CachedTokens));
    }

    [Fact]
    public async Task Post_ClientAsksForUsageItself_StreamStaysAsItIs()
    {
        await using var worker = await FakeWorker.StartAsync();
        const string usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9}}\n\n";
        worker.Answer = FakeAnswers.Events(usage);
        await using var gateway = await GatewayHarness.StartAsync(settings: ("Gateway:AskWorkersForUsage", "true"));
        gateway.Add("w", worker.Address);
        var body = StreamedChat.Replace("\"stream\"", "\"stream_options\":{\"include_usage\":true},\"stream\"", StringComparison.Ordinal);

        using var response = await gateway.PostAsync("/v1/chat/completions", body);

        Assert.Equal(usage, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(body, Encoding.UTF8.GetString(worker.Requests.Single().Body));
    }

    [Fact]
    public async Task Post_SamePromptTwice_IsPredictedTheSecondTime()
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Answer = FakeAnswers.Json("""{"choices":[],"usage":{"prompt_tokens":500,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":480}}}""");
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);
        var body = JsonSerializer.Serialize(new { model = "m", prompt = new string('x', 2048) });

        (await gateway.PostAsync("/v1/completions", body)).Dispose();
        var first = await gateway.CompletedAsync();
        (await gateway.PostAsync("/v1/completions", body)).Dispose();
        var second = await gateway.CompletedAsync();

        Assert.Equal(0, first.Decision.WinnerPredictedBlocks);
        Assert.Equal(8, second.Decision.WinnerPredictedBlocks);
        Assert.Equal(480, second.Outcome!.CachedTokens);
    }
}
