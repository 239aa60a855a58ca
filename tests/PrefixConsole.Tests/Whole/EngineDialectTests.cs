using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Whole;

/// <summary>Workers that show their numbers under the names of every engine, scraped as real ones are.</summary>
public sealed class EngineDialectTests
{
    [Fact]
    public async Task EveryEnginesNames_AreFoundOut_AndRead()
    {
        await using var app = await RunningApp.StartAsync(
            "--DemoFleet:Workers=5", "--DemoFleet:MetricsDialects:0=Vllm", "--DemoFleet:MetricsDialects:1=Sglang", "--DemoFleet:MetricsDialects:2=TrtLlmServe",
            "--DemoFleet:MetricsDialects:3=TritonTrtLlm", "--DemoFleet:MetricsDialects:4=LlamaCpp");
        var monitor = app.Services.GetRequiredService<FleetMonitor>();
        await Eventually.TrueAsync(() => monitor.Workers().All(w => w.MetricsAge is not null), "every worker is scraped");
        var workers = monitor.Workers();

        Assert.Equal(
            [EngineKind.Vllm, EngineKind.Sglang, EngineKind.TensorRtLlm, EngineKind.TensorRtLlm, EngineKind.LlamaCpp],
            workers.Select(w => w.Engine));
        Assert.All(workers, w => Assert.Equal((0, 0), (w.Waiting, w.Running)));
        Assert.All(workers.SkipLast(1), w => Assert.Equal((0.0, 4096, 16), (w.KvUsage, w.KvBlocks, w.BlockSize)));
        Assert.All(app.Registry.Workers.SkipLast(1), w => Assert.Equal((4096, 16), (w.Metrics!.KvBlocks, w.Metrics.BlockSize)));
    }
}
