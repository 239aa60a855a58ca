using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

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
            ("x-own", "kept"));

        var headers = worker.Requests.Single().Headers;
        Assert.DoesNotContain(headers.Keys, k => k.StartsWith("x-prefix", StringComparison.OrdinalIgnoreCase) || k.Contains("orwarded", StringComparison.Ordinal) || k == "x-hop");
        Assert.Equal("kept", headers["x-own"]);
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
    public async Task Post_WorkerRefuses_AnotherServesAndIsTheOneLearned()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        var dead = gateway.Add("a-dead", await FakeWorker.RefusingAddressAsync());
        var alive = gateway.Add("b-alive", worker.Address);
        alive.Load.Acquire(0, 0);
        var prompt = new string('x', 2000);

        using var response = await gateway.PostAsync("/v1/completions", JsonSerializer.Serialize(new { model = "m", prompt }));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entry = await gateway.CompletedAsync();
        Assert.Equal(dead.Id, entry.FirstDecision!.Winner);
        Assert.Equal(alive.Id, entry.Outcome!.Served);
        Assert.Equal(0, gateway.Predicted.BlocksOf(dead.Slot));
        Assert.Equal(2000 / 256, gateway.Predicted.BlocksOf(alive.Slot));
        Assert.Equal(WorkerStatus.NotReady, dead.Status);
        Assert.Equal(0, dead.Load.InFlight);
        Assert.Equal(1, alive.Load.InFlight);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Post_FirstWorkerFailsBeforeTheFirstByte_IsRetriedOnce(int status)
    {
        await using var bad = await FakeWorker.StartAsync();
        await using var good = await FakeWorker.StartAsync();
        bad.Answer = status == 0 ? FakeAnswers.Reset : FakeAnswers.Json("{}", status);
        await using var gateway = await GatewayHarness.StartAsync();
        var first = gateway.Add("bad", bad.Address);
        gateway.Add("good", good.Address).Load.Acquire(0, 0);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Chat, Encoding.UTF8.GetString(Assert.Single(good.Requests).Body));
        Assert.Single(bad.Requests);
        Assert.Equal("good", (await gateway.CompletedAsync()).Outcome!.Served!.Value.Value);
        Assert.Equal(WorkerStatus.Ready, first.Status);
        Assert.Equal(0, first.Load.InFlight);
    }

    [Fact]
    public async Task Post_OverloadedAndNobodyElse_PassesTheAnswerThrough()
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Answer = FakeAnswers.Json("""{"error":{"message":"full"}}""", 429);
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("""{"error":{"message":"full"}}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Single(worker.Requests);
        var entry = await gateway.CompletedAsync();
        Assert.Null(entry.FirstDecision);
        Assert.False(entry.Outcome!.Succeeded);
        Assert.Equal(0, gateway.Predicted.TotalBlocks);
    }

    [Fact]
    public async Task Post_WorkerErrorStatus_PassesThroughWithoutRetry()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var other = await FakeWorker.StartAsync();
        worker.Answer = other.Answer = FakeAnswers.Json("""{"error":{"message":"no embeddings here"}}""", 400);
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);
        gateway.Add("o", other.Address);

        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("no embeddings here", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(1, worker.Requests.Count + other.Requests.Count);
    }

    [Fact]
    public async Task Post_AllRefuse_Answers502AndThen503()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("a", await FakeWorker.RefusingAddressAsync());
        gateway.Add("b", await FakeWorker.RefusingAddressAsync());

        using var first = await gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.BadGateway, first.StatusCode);
        Assert.Equal("worker_unreachable", await CodeAsync(first));
        var entry = await gateway.CompletedAsync();
        Assert.Equal("worker_unreachable", entry.Outcome!.Error);
        Assert.NotNull(entry.FirstDecision);
        Assert.Null(entry.Outcome.Served);

        using var second = await gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("no_healthy_worker", await CodeAsync(second));
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter!.Delta);
        Assert.Equal(DecisionReasons.NoHealthyWorker, (await gateway.CompletedAsync()).Decision.Reason);
        Assert.All(gateway.Registry.Workers, w => Assert.Equal(0, w.Load.InFlight));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "\"worker_interrupted\"")]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\"")]
    public async Task Post_WorkerDiesMidStream_ClientGetsErrorEventAndNoEnd(string path, string expected)
    {
        await using var worker = await FakeWorker.StartAsync();
        var die = new TaskCompletionSource();
        worker.Answer = FakeAnswers.DieAfter(die.Task, "data: {\"n\":1}\n\n");
        await using var gateway = await GatewayHarness.StartAsync();
        var registered = gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync(path, StreamedChat);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, Cancel);
        Assert.True(read > 0);
        die.SetResult();
        var received = Encoding.UTF8.GetString(buffer, 0, read);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while ((read = await stream.ReadAsync(buffer, Cancel)) > 0)
            {
                received += Encoding.UTF8.GetString(buffer, 0, read);
            }
        });

        Assert.Contains(expected, received, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", received, StringComparison.Ordinal);
        var entry = await gateway.CompletedAsync();
        Assert.Equal("worker_interrupted", entry.Outcome!.Error);
        Assert.Equal(502, entry.Outcome.StatusCode);
        Assert.Equal(registered.Id, entry.Outcome.Served);
        Assert.Equal(0, registered.Load.InFlight);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_ClientLeaves_WorkerIsCancelledAndNotBlamed(bool midStream)
    {
        await using var worker = await FakeWorker.StartAsync();
        var cancelled = new TaskCompletionSource();
        worker.Answer = FakeAnswers.Hang(cancelled, midStream ? ["data: {}\n\n"] : []);
        await using var gateway = await GatewayHarness.StartAsync();
        var registered = gateway.Add("w", worker.Address);

        using (var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(StreamedChat, Encoding.UTF8, "application/json") };
            var sending = gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
            await GatewayHarness.UntilAsync(() => !worker.Requests.IsEmpty);
            if (midStream)
            {
                using var response = await sending;
                await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
                Assert.True(await stream.ReadAsync(new byte[100], Cancel) > 0);
                Assert.Equal(1, registered.Load.InFlight);
            }
            else
            {
                await leave.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
            }
        }

        await cancelled.Task.WaitAsync(GatewayHarness.Patience, Cancel);
        var entry = await gateway.CompletedAsync();
        Assert.Equal(499, entry.Outcome!.StatusCode);
        Assert.Equal(WorkerStatus.Ready, registered.Status);
        Assert.Equal(0, registered.Load.InFlight);
    }

    [Fact]
    public async Task Post_WorkerSilentBeforeHeaders_Answers504()
    {
        await using var worker = await FakeWorker.StartAsync();
        var cancelled = new TaskCompletionSource();
        worker.Answer = FakeAnswers.Hang(cancelled);
        await using var gateway = await GatewayHarness.StartAsync(settings: ("Gateway:ActivityTimeout", "00:00:01"));
        var registered = gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("worker_timeout", await CodeAsync(response));
        await cancelled.Task.WaitAsync(GatewayHarness.Patience, Cancel);
        await gateway.CompletedAsync();
        Assert.Equal(0, registered.Load.InFlight);
    }

    [Fact]
    public async Task Post_UnknownModel_Answers404AndIsRecorded()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat.Replace("\"m\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model_not_found", await CodeAsync(response));
        var entry = await gateway.CompletedAsync();
        Assert.Equal(DecisionReasons.UnknownModel, entry.Decision.Reason);
        Assert.Equal(404, entry.Outcome!.StatusCode);
        Assert.Empty(worker.Requests);
    }

    [Fact]
    public async Task Post_AnthropicError_TakesAnthropicsForm()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var response = await gateway.PostAsync("/v1/messages", """{"model":"m","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("overloaded_error", json.RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Post_BodyTooLarge_Answers413AndCloses()
    {
        await using var gateway = await GatewayHarness.StartAsync(settings: ("Gateway:MaxRequestBytes", "2048"));
        foreach (var chunked in new[] { false, true })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(new string(' ', 5000), Encoding.UTF8, "application/json") };
            request.Headers.TransferEncodingChunked = chunked;

            using var response = await gateway.Client.SendAsync(request, Cancel);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.True(response.Headers.ConnectionClose);
            Assert.Equal("request_too_large", await CodeAsync(response));
        }

        Assert.Equal(0, gateway.Log.Total);
    }

    [Fact]
    public async Task Requests_ThatMakeNoSense_GetOpenAIErrors()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var wrongType = await gateway.SendAsync("/v1/chat/completions", new StringContent(Chat, Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrongType.StatusCode);
        Assert.Equal("unsupported_media_type", await CodeAsync(wrongType));

        using var malformed = await gateway.PostAsync("/v1/chat/completions", "{\"model\":");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal("invalid_json", await CodeAsync(malformed));

        using var wrongMethod = await gateway.Client.GetAsync("/v1/chat/completions", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Equal("method_not_allowed", await CodeAsync(wrongMethod));

        using var unknown = await gateway.PostAsync("/v1/nothing", Chat);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("unknown_path", await CodeAsync(unknown));
        Assert.Equal(0, gateway.Log.Total);
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
    public async Task Models_AreMergedFromReadyWorkers()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        var address = new Uri("http://127.0.0.1:1");
        gateway.Add("a", address, "org/one");
        gateway.Add("b", address, "two");
        gateway.Add("c", address, "org/one");
        gateway.Add("d", address, "hidden", ready: false);

        using var list = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/models", Cancel));
        using var one = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/models/org%2Fone", Cancel));
        using var none = await gateway.Client.GetAsync("/v1/models/hidden", Cancel);

        Assert.Equal(["org/one", "two"], list.RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        Assert.Equal("model", one.RootElement.GetProperty("object").GetString());
        Assert.Equal("org/one", one.RootElement.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal("model_not_found", await CodeAsync(none));
    }

    [Fact]
    public async Task Health_FollowsTheFleet()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var live = await gateway.Client.GetAsync("/health/live", Cancel);
        using var empty = await gateway.Client.GetAsync("/health/ready", Cancel);
        gateway.Add("a", new Uri("http://127.0.0.1:1"));
        using var ready = await gateway.Client.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, empty.StatusCode);
        Assert.Contains("no workers", await empty.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
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

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        Assert.Equal(new MediaTypeHeaderValue("application/json"), response.Content.Headers.ContentType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        var error = json.RootElement.GetProperty("error");
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("type").GetString()));
        Assert.True(error.TryGetProperty("param", out _));
        return error.GetProperty("code").GetString();
    }
}
