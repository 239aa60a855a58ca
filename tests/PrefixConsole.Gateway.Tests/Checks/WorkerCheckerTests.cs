using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Checks;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Checks;

/// <summary>An address is asked on real sockets; the clock moves only where a test moves it.</summary>
public sealed class WorkerCheckerTests : IAsyncLifetime
{
    private const string Vllm = "vllm:num_requests_waiting 2\nvllm:kv_cache_usage_perc 0.25\n";

    private readonly FakeTimeProvider _time = new();
    private readonly GatewayOptions _options = new();
    private readonly OwnAddresses _own = new("http://localhost:8080");
    private readonly WorkerRegistry _registry;
    private readonly FleetService _fleet;
    private readonly WorkerClient _client;
    private readonly WorkerChecker _checker;
    private FakeWorker _worker = null!;

    public WorkerCheckerTests()
    {
        var options = Options.Create(_options);
        _registry = new WorkerRegistry(_time);
        var caches = new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, _time);
        _fleet = new FleetService(_registry, new ApproximatePrefixTree(_time, 1000), caches, options, _own);
        _client = new WorkerClient(options, _own);
        _checker = new WorkerChecker(_fleet, new WorkerQuestions(_client), new SocketCheck(options, _own), _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => _worker.Address.ToString();

    public async ValueTask InitializeAsync() => _worker = await FakeWorker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _client.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task Run_AllThere_IsWellInWords_AndAddsNothing()
    {
        _worker.Metrics = Vllm;
        using var events = new TcpListener(IPAddress.Loopback, 0);
        events.Start();
        var endpoint = $"tcp://127.0.0.1:{((IPEndPoint)events.LocalEndpoint).Port}";

        var check = await _checker.RunAsync(new WorkerOptions { Url = Url, KvEvents = new() { Endpoint = endpoint, ReplayEndpoint = endpoint } }, Cancel);

        Assert.True(check.Passed);
        Assert.Equal(
            [
                (CheckSubjects.Health, CheckOutcome.Well, "answered 200 at /health"),
                (CheckSubjects.Models, CheckOutcome.Well, "lists m"),
                (CheckSubjects.Metrics, CheckOutcome.Well, "those of Vllm: queue, KV use"),
                (CheckSubjects.KvEvents, CheckOutcome.Well, "takes connections"),
                (CheckSubjects.Replay, CheckOutcome.Well, "takes connections"),
            ],
            check.Steps.Select(s => (s.Subject, s.Outcome, s.Text)));
        Assert.All(check.Steps, s => Assert.NotNull(s.Took));
        Assert.Empty(_registry.Workers);
    }

    [Fact]
    public async Task Run_NobodyListens_SaysSoOnceAndAsksNoFurther()
    {
        var nowhere = FakeWorker.RefusingAddress().Port;

        var check = await _checker.RunAsync(new WorkerOptions { Url = $"http://127.0.0.1:{nowhere}", KvEvents = new() { Endpoint = $"tcp://127.0.0.1:{nowhere}" } }, Cancel);

        Assert.False(check.Passed);
        Assert.Equal((CheckOutcome.Failed, "connection refused: nobody listens there"), Of(check, CheckSubjects.Health));
        Assert.Equal((CheckOutcome.NotAsked, "not asked: the health check failed"), Of(check, CheckSubjects.Models));
        Assert.Equal(CheckOutcome.NotAsked, Of(check, CheckSubjects.Metrics).Outcome);
        Assert.Equal((CheckOutcome.Failed, "connection refused: nobody listens there"), Of(check, CheckSubjects.KvEvents));
        Assert.Equal((CheckOutcome.NotAsked, "no endpoint typed: batches that are missed stay missed"), Of(check, CheckSubjects.Replay));
    }

    [Fact]
    public async Task Run_NoAnswer_IsWaitedForFiveSeconds()
    {
        var left = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _worker.Health = context =>
        {
            asked.SetResult();
            return FakeAnswers.Hang(left)(context);
        };

        var running = _checker.RunAsync(new WorkerOptions { Url = Url }, Cancel);
        await asked.Task.WaitAsync(GatewayHarness.Patience, Cancel);
        _time.Advance(WorkerChecker.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var health = Of(await running.WaitAsync(GatewayHarness.Patience, Cancel), CheckSubjects.Health);
        Assert.Equal(CheckOutcome.Failed, health.Outcome);
        Assert.Contains("no answer within 5 s", health.Text, StringComparison.Ordinal);
        await left.Task.WaitAsync(GatewayHarness.Patience, Cancel);
    }

    [Fact]
    public async Task Run_NobodyWaitsAnyMore_StopsAsking()
    {
        var left = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _worker.Health = context =>
        {
            asked.SetResult();
            return FakeAnswers.Hang(left)(context);
        };
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var running = _checker.RunAsync(new WorkerOptions { Url = Url }, leave.Token);
        await asked.Task.WaitAsync(GatewayHarness.Patience, Cancel);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await left.Task.WaitAsync(GatewayHarness.Patience, Cancel);
    }

    [Theory]
    [InlineData("http://169.254.169.254/", null, null, "url")]
    [InlineData("http://metadata.google.internal", null, null, "url")]
    [InlineData("http://[::ffff:169.254.1.1]:80", null, null, "url")]
    [InlineData("http://localhost:8080", null, null, "url")]
    [InlineData("http://10.0.0.5", "http://127.0.0.1:8080/metrics", null, "metricsUrl")]
    [InlineData("http://10.0.0.5", null, "tcp://169.254.169.254:80", "kvEvents.endpoint")]
    [InlineData("http://10.0.0.5", null, "tcp://localhost:8080", "kvEvents.endpoint")]
    [InlineData("file:///etc/passwd", null, null, "url")]
    [InlineData("http://user:secret@10.0.0.5", null, null, "url")]
    public async Task Run_AddressThatMayNotBeAdded_IsRefusedByFieldAndNotAsked(string url, string? metrics, string? events, string field)
    {
        var check = await _checker.RunAsync(
            new WorkerOptions { Url = url, MetricsUrl = metrics, KvEvents = events is null ? null : new() { Endpoint = events } }, Cancel);

        Assert.Equal(field, Assert.Single(check.Errors).Field);
        Assert.Empty(check.Steps);
        Assert.False(check.Passed);
    }

    [Fact]
    public async Task Run_PrivateAddressesNotAllowed_AreNotAsked()
    {
        _options.AllowPrivateWorkers = false;

        Assert.Equal("url", Assert.Single((await _checker.RunAsync(new WorkerOptions { Url = Url }, Cancel)).Errors).Field);
    }

    [Fact]
    public async Task Run_ModelsTypedThatItDoesNotList_AreNamed()
    {
        var check = await _checker.RunAsync(new WorkerOptions { Url = Url, Models = ["m", "x"] }, Cancel);

        var models = Of(check, CheckSubjects.Models);
        Assert.Equal(CheckOutcome.Notice, models.Outcome);
        Assert.StartsWith("lists m, but not x", models.Text, StringComparison.Ordinal);
        Assert.True(check.Passed);
    }

    [Theory]
    [InlineData("", CheckOutcome.Failed, "type the models it serves")]
    [InlineData("m", CheckOutcome.Notice, "the ones typed count")]
    public async Task Run_ListsNoModels_IsNoUseUnlessTheyAreTyped(string typed, CheckOutcome outcome, string next)
    {
        _worker.Models = "<html>";

        var models = Of(await _checker.RunAsync(new WorkerOptions { Url = Url, Models = typed.Length > 0 ? [typed] : [] }, Cancel), CheckSubjects.Models);

        Assert.Equal(outcome, models.Outcome);
        Assert.Contains(next, models.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Vllm, "Sglang", CheckOutcome.Notice, "those of Vllm, but the engine typed is Sglang")]
    [InlineData("go_goroutines 8\n", "Auto", CheckOutcome.Notice, "no name of an engine that is known")]
    [InlineData("sglang:num_queue_reqs 1\n", "Sglang", CheckOutcome.Well, "those of Sglang: queue, no KV use")]
    public async Task Run_Metrics_SayWhoseTheyAre(string metrics, string engine, CheckOutcome outcome, string words)
    {
        _worker.Metrics = metrics;

        var found = Of(await _checker.RunAsync(new WorkerOptions { Url = Url, Engine = engine }, Cancel), CheckSubjects.Metrics);

        Assert.Equal(outcome, found.Outcome);
        Assert.Contains(words, found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoMetrics_IsANoteAndAtATypedAddressAFailure()
    {
        _worker.MetricsPath = "/elsewhere";

        Assert.Equal(CheckOutcome.Notice, Of(await _checker.RunAsync(new WorkerOptions { Url = Url }, Cancel), CheckSubjects.Metrics).Outcome);
        Assert.Equal(
            (CheckOutcome.Failed, "answered 404 at the metrics address"),
            Of(await _checker.RunAsync(new WorkerOptions { Url = Url, MetricsUrl = Url + "metrics" }, Cancel), CheckSubjects.Metrics));
    }

    [Fact]
    public async Task Run_HealthIsBad_SaysThatItWouldGetNothing()
    {
        _worker.Health = FakeAnswers.Json("{}", 503);

        Assert.Equal((CheckOutcome.Failed, "answered 503 at /health: it would get no requests"), Of(await _checker.RunAsync(new WorkerOptions { Url = Url }, Cancel), CheckSubjects.Health));
    }

    [Fact]
    public async Task Run_NoHealthEndpoint_TakesTheListOfModelsForIt()
    {
        _worker.Health = FakeAnswers.Json("", 404);

        Assert.Equal(
            (CheckOutcome.Well, "has no /health; answered 200 at /v1/models, which counts"),
            Of(await _checker.RunAsync(new WorkerOptions { Url = Url }, Cancel), CheckSubjects.Health));
    }

    [Fact]
    public async Task Run_OneOfSeveralRanksIsMissing_IsNamed()
    {
        using var first = Listen(out var port);

        var check = await _checker.RunAsync(new WorkerOptions { Url = Url, KvEvents = new() { Endpoint = $"tcp://127.0.0.1:{port}", Ranks = 2 } }, Cancel);

        var events = Of(check, CheckSubjects.KvEvents);
        Assert.Equal(CheckOutcome.Failed, events.Outcome);
        Assert.StartsWith($"1 of 2 ranks take connections; the first that does not, rank 1 at port {port + 1}: connection refused", events.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EndpointToListenOn_IsNothingToConnectTo()
    {
        var check = await _checker.RunAsync(new WorkerOptions { Url = Url, KvEvents = new() { Endpoint = "tcp://*:5999" } }, Cancel);

        Assert.Equal(CheckOutcome.Notice, Of(check, CheckSubjects.KvEvents).Outcome);
        Assert.True(check.Passed);
    }

    private static (CheckOutcome Outcome, string Text) Of(WorkerCheck check, string subject)
    {
        var step = Assert.Single(check.Steps, s => s.Subject == subject);
        return (step.Outcome, step.Text);
    }

    /// <summary>A listener with nobody at the port above it.</summary>
    private static TcpListener Listen(out int port)
    {
        while (true)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
            using var above = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                above.Bind(new IPEndPoint(IPAddress.Loopback, port + 1));
                return listener;
            }
            catch (SocketException)
            {
                listener.Dispose();
            }
        }
    }
}
