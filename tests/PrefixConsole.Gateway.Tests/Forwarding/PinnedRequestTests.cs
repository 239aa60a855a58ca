using System.Net;
using System.Text.Json;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>Test requests that an operator pinned to a worker, on real sockets. The pinned worker is the busier of two.</summary>
public sealed class PinnedRequestTests : IAsyncLifetime
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string Header = "x-prefix-pin";

    private FakeWorker _idle = null!;
    private FakeWorker _wanted = null!;
    private GatewayHarness _gateway = null!;
    private Worker _worker = null!;
    private string _token = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_idle, _wanted) = (await FakeWorker.StartAsync(), await FakeWorker.StartAsync());
        _gateway = await GatewayHarness.StartAsync();
        _gateway.Add("idle", _idle.Address);
        _worker = _gateway.Add("wanted", _wanted.Address);
        _worker.Load.Acquire(0, 0);
        _token = Pin(_worker.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _idle.DisposeAsync();
        await _wanted.DisposeAsync();
    }

    [Fact]
    public async Task Post_Pinned_GoesThere_IsMarked_AndTheHeaderStaysHere()
    {
        using var response = await PostAsync(_token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("wanted", response.Headers.GetValues("x-prefix-worker").Single());
        var entry = await _gateway.CompletedAsync();
        Assert.Equal(entry.Id, response.Headers.GetValues("x-prefix-decision-id").Single());
        Assert.Equal((_worker.Id, DecisionReasons.Pinned, true), (entry.Outcome!.Served, entry.Decision.Reason, entry.Decision.Request.Pinned));
        Assert.Equal("pinned", entry.Decision.Candidates.Single(c => c.Worker.Value == "idle").RemovedBy);
        Assert.DoesNotContain(Assert.Single(_wanted.Requests).Headers.Keys, k => k.StartsWith("x-prefix", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(_idle.Requests);
        Assert.Equal(1, _worker.Load.InFlight);
        Assert.DoesNotContain(_gateway.Logged.All, l => l.Contains(_token, StringComparison.Ordinal));

        using var plain = await _gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Single(_idle.Requests);
        Assert.False((await _gateway.CompletedAsync()).Decision.Request.Pinned);
        Assert.False(plain.Headers.Contains("x-prefix-worker"));
    }

    [Fact]
    public async Task Post_PinnedWorkerDrains_IsAskedAllTheSame()
    {
        _gateway.Registry.SetStatus(_worker, WorkerStatus.Draining, "test");

        using var response = await PostAsync(_token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_wanted.Requests);
        Assert.Equal(WorkerStatus.Draining, _worker.Status);
    }

    [Fact]
    public async Task Post_PinnedWorkerIsDown_Answers503AndAsksNobody()
    {
        _gateway.Registry.SetStatus(_worker, WorkerStatus.NotReady, "test");

        using var response = await PostAsync(_token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("no_healthy_worker", await GatewayHarness.CodeAsync(response));
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.True((await _gateway.CompletedAsync()).Decision is { Winner: null, Reason: DecisionReasons.NoHealthyWorker, Request.Pinned: true });
        Assert.Equal(0, _idle.Requests.Count + _wanted.Requests.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Post_PinnedWorkerSaysNo_ItsAnswerIsPassedOnAndNobodyElseIsAsked(int status)
    {
        _wanted.Answer = FakeAnswers.Json("""{"error":{"message":"full"}}""", status);

        using var response = await PostAsync(_token);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Contains("full", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Null((await _gateway.CompletedAsync()).FirstDecision);
        Assert.Empty(_idle.Requests);
    }

    [Fact]
    public async Task Post_PinnedWorkerCannotBeReached_Answers502AndNobodyElseIsAsked()
    {
        var gone = _gateway.Add("gone", FakeWorker.RefusingAddress());

        using var response = await PostAsync(Pin(gone.Id));

        Assert.Equal("worker_unreachable", await GatewayHarness.CodeAsync(response));
        Assert.Null((await _gateway.CompletedAsync()).FirstDecision);
        Assert.Equal(0, _idle.Requests.Count + _wanted.Requests.Count);
    }

    [Fact]
    public async Task Post_PinnedWorkerDoesNotServeTheModel_Answers404()
    {
        _gateway.Add("other", _idle.Address, model: "other");

        using var response = await _gateway.PostAsync("/v1/chat/completions", Chat.Replace("\"m\"", "\"other\"", StringComparison.Ordinal), (Header, _token));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model_not_found", await GatewayHarness.CodeAsync(response));
        Assert.Equal(0, _idle.Requests.Count + _wanted.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("pin_00000000000000000000000000000000")]
    public async Task Post_UnknownPin_Answers400NamingTheHeader(string token)
    {
        using var response = await PostAsync(token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(("invalid_pin", Header, "invalid_request_error"), (error.GetProperty("code").GetString(), error.GetProperty("param").GetString(), error.GetProperty("type").GetString()));
        Assert.Contains(Header, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, _idle.Requests.Count + _wanted.Requests.Count);
        Assert.Equal(0, _gateway.Log.Total);
    }

    [Fact]
    public async Task Post_PinThatWasEnded_Answers400()
    {
        _gateway.Get<WorkerPins>().End(_worker.Id);

        using var response = await PostAsync(_token);

        Assert.Equal("invalid_pin", await GatewayHarness.CodeAsync(response));
    }

    private string Pin(WorkerId worker) => _gateway.Get<WorkerPins>().Create(worker).Pin!.Token;

    private Task<HttpResponseMessage> PostAsync(string token) => _gateway.PostAsync("/v1/chat/completions", Chat, (Header, token));
}
