using System.Net;
using System.Text;
using System.Text.Json;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>What the client and the fleet see of workers that refuse, fail, die or stay silent.</summary>
public sealed class FailingWorkerTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string StreamedChat = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WorkerRefuses_AnotherServesAndIsTheOneLearned()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        var dead = gateway.Add("a-dead", FakeWorker.RefusingAddress());
        var alive = gateway.Add("b-alive", worker.Address);
        alive.Load.Acquire(0, 0);
        var prompt = new string('x', 2000);

        using var response = await gateway.PostAsync("/v1/completions", JsonSerializer.Serialize(new { model = "m", prompt }));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entry = await gateway.CompletedAsync();
        Assert.Equal(dead.Id, entry.FirstDecision!.Winner);
        Assert.Equal(AttemptFailure.Unreachable, entry.FirstFailure);
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
        var entry = await gateway.CompletedAsync();
        Assert.Equal("good", entry.Outcome!.Served!.Value.Value);
        Assert.Equal("bad", entry.FirstDecision!.Winner!.Value.Value);
        Assert.Equal(status == 0 ? AttemptFailure.Disconnected : AttemptFailure.Answered(status), entry.FirstFailure);
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
        Assert.Null(entry.FirstFailure);
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
        gateway.Add("a", FakeWorker.RefusingAddress());
        gateway.Add("b", FakeWorker.RefusingAddress());

        using var first = await gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.BadGateway, first.StatusCode);
        Assert.Equal("worker_unreachable", await GatewayHarness.CodeAsync(first));
        var entry = await gateway.CompletedAsync();
        Assert.Equal("worker_unreachable", entry.Outcome!.Error);
        Assert.NotNull(entry.FirstDecision);
        Assert.Null(entry.Outcome.Served);

        using var second = await gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("no_healthy_worker", await GatewayHarness.CodeAsync(second));
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
        Assert.Equal("worker_timeout", await GatewayHarness.CodeAsync(response));
        await cancelled.Task.WaitAsync(GatewayHarness.Patience, Cancel);
        await gateway.CompletedAsync();
        Assert.Equal(0, registered.Load.InFlight);
    }
}
