using System.Net;
using System.Net.Sockets;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Health;

public sealed class ProbeTests
{
    private static readonly (string, string)[] s_fast = [("Gateway:ProbeInterval", "00:00:00.1"), ("Gateway:ProbeTimeout", "00:00:00.5")];

    [Fact]
    public async Task Prober_HealthyWorker_BecomesReadyWithItsModelsAndMetrics()
    {
        await using var backend = await FakeWorker.StartAsync();
        backend.Models = """{"data":[{"id":"base"},{"id":"lora","parent":"base"}]}""";
        backend.Metrics = "vllm:num_requests_waiting 5\nvllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"32\"} 1\n";
        await using var gateway = await GatewayHarness.StartAsync(probes: true, s_fast);

        var worker = gateway.Registry.Add(new WorkerConfig { Id = new WorkerId("w"), Address = backend.Address })!;
        await GatewayHarness.UntilAsync(() => worker.Status is WorkerStatus.Ready);

        Assert.Equal(["base"], worker.Served.Models);
        Assert.Equal(["lora"], worker.Served.Adapters);
        Assert.Equal(5, worker.Metrics!.Waiting);
        Assert.Equal((32, 16), (worker.KvBlocks, worker.BlockSize));

        // 32 blocks of 16 tokens are 2,048 bytes: 8 text blocks of 256
        gateway.Predicted.Insert(worker.Slot, Blocks(20 * 256), "test");
        Assert.Equal(8, gateway.Predicted.BlocksOf(worker.Slot));
    }

    [Fact]
    public async Task Prober_HungWorker_DelaysNoOther()
    {
        await using var hung = await FakeWorker.StartAsync();
        await using var well = await FakeWorker.StartAsync();
        var cancelled = new TaskCompletionSource();
        hung.Health = FakeAnswers.Hang(cancelled);
        await using var gateway = await GatewayHarness.StartAsync(probes: true, ("Gateway:ProbeInterval", "00:00:00.1"), ("Gateway:ProbeTimeout", "00:00:30"));

        var stuck = gateway.Add("a", hung.Address, ready: false);
        var other = gateway.Add("b", well.Address, ready: false);

        await GatewayHarness.UntilAsync(() => other.Status is WorkerStatus.Ready);
        var scrape = other.Metrics;
        await GatewayHarness.UntilAsync(() => other.Metrics != scrape);
        Assert.Equal(WorkerStatus.Pending, stuck.Status);
        cancelled.TrySetResult();
    }

    [Fact]
    public async Task Prober_WorkerGoesAndComesBack_IsEmptyAgain()
    {
        var backend = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(probes: true, s_fast);
        var worker = gateway.Add("w", backend.Address, ready: false);
        await GatewayHarness.UntilAsync(() => worker.Status is WorkerStatus.Ready);
        gateway.Predicted.Insert(worker.Slot, Blocks(2560), "test");

        await backend.DisposeAsync();
        await GatewayHarness.UntilAsync(() => worker.Status is WorkerStatus.NotReady);
        Assert.Equal(10, gateway.Predicted.BlocksOf(worker.Slot));

        await using var again = await FakeWorker.StartAsync(backend.Address.Port);
        await GatewayHarness.UntilAsync(() => worker.Status is WorkerStatus.Ready);
        Assert.Equal(0, gateway.Predicted.BlocksOf(worker.Slot));
    }

    [Fact]
    public async Task Probe_NoHealthPath_FallsBackToModels()
    {
        await using var backend = await FakeWorker.StartAsync();
        backend.Health = FakeAnswers.Json("{}", 404);
        await using var gateway = await GatewayHarness.StartAsync();
        var worker = gateway.Add("w", backend.Address, ready: false);

        await gateway.Get<WorkerProbe>().RunAsync(worker, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerStatus.Ready, worker.Status);
    }

    [Fact]
    public async Task Probe_UnwellWorker_IsEjectedAtTheThirdFailureAndBackAtTheFirstSuccess()
    {
        await using var backend = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        var worker = gateway.Add("w", backend.Address);
        var probe = gateway.Get<WorkerProbe>();
        gateway.Predicted.Insert(worker.Slot, Blocks(2560), "test");
        backend.Health = FakeAnswers.Json("{}", 503);

        await probe.RunAsync(worker, TestContext.Current.CancellationToken);
        await probe.RunAsync(worker, TestContext.Current.CancellationToken);
        Assert.Equal(WorkerStatus.Ready, worker.Status);
        await probe.RunAsync(worker, TestContext.Current.CancellationToken);
        Assert.Equal(WorkerStatus.NotReady, worker.Status);
        Assert.Contains("503", worker.State.Reason, StringComparison.Ordinal);

        backend.Health = _ => Task.CompletedTask;
        await probe.RunAsync(worker, TestContext.Current.CancellationToken);
        Assert.Equal(WorkerStatus.Ready, worker.Status);
        Assert.Equal(10, gateway.Predicted.BlocksOf(worker.Slot));
    }

    [Fact]
    public void Health_DrainingWorker_StaysSo()
    {
        var (registry, predicted, health) = Create();
        var worker = Add(registry);
        registry.SetStatus(worker, WorkerStatus.Draining, "operator");

        health.Succeeded(worker);
        health.Failed(worker, "x", null);
        health.Failed(worker, "x", null);
        health.Failed(worker, "x", null);
        health.Unreachable(worker, Refused());

        Assert.Equal(WorkerStatus.Draining, worker.Status);
        Assert.Equal(0, predicted.TotalBlocks);
    }

    [Fact]
    public void Health_CountersRunBackwards_ForgetsThePrediction()
    {
        var (registry, predicted, health) = Create();
        var worker = Add(registry);
        predicted.Insert(worker.Slot, Blocks(2560), "test");

        health.Scraped(worker, Metrics(1000));
        health.Scraped(worker, Metrics(1000));
        health.Scraped(worker, Metrics(null));
        Assert.Equal(10, predicted.BlocksOf(worker.Slot));

        health.Scraped(worker, Metrics(1000));
        health.Scraped(worker, Metrics(10));
        Assert.Equal(0, predicted.BlocksOf(worker.Slot));
    }

    private static (WorkerRegistry, ApproximatePrefixTree, WorkerHealth) Create()
    {
        var registry = new WorkerRegistry(TimeProvider.System);
        var predicted = new ApproximatePrefixTree(TimeProvider.System, 1000);
        return (registry, predicted, new WorkerHealth(registry, predicted, new ReportedCaches(new ReportedPrefixIndex(), 16, TimeProvider.System), new FailureLog(TimeProvider.System), TimeProvider.System));
    }

    private static Worker Add(WorkerRegistry registry) =>
        registry.Add(new WorkerConfig { Id = new WorkerId("w"), Address = new Uri("http://127.0.0.1:1") })!;

    private static HttpRequestException Refused() =>
        new(HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.ConnectionRefused), statusCode: (HttpStatusCode?)null);

    private static WorkerMetrics Metrics(long? queries) => new(null, null, null, null, null, queries, null, 0);

    private static PromptBlocks Blocks(int bytes) =>
        PrefixHasher.HashText(Enumerable.Range(0, bytes).Select(i => (byte)('a' + (i / 256 % 26))).ToArray(), new PrefixNamespace("m"), 256, []);
}
