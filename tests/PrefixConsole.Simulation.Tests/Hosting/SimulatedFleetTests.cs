using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Simulation.Workload;

namespace PrefixConsole.Simulation.Tests.Hosting;

public sealed class SimulatedFleetTests
{
    [Fact]
    public void DemoFleetOptions_Defaults_ArePinnedAndValid()
    {
        var options = new DemoFleetOptions();

        Assert.Equal((true, 4, "demo-8b", 4096, 16, 10.0, 1, "127.0.0.1", 0), (options.Enabled, options.Workers, options.Model, options.Blocks, options.BlockSize, options.SpeedFactor, options.Seed, options.Host, options.FirstPort));
        Assert.True(new DemoFleetOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Validate_EveryKeyWrong_NamesEveryKey()
    {
        var options = new DemoFleetOptions { Workers = 0, Model = " ", Adapters = ["a", "a"], Blocks = 1, BlockSize = 0, SpeedFactor = double.NaN, Host = "here", FirstPort = 70000 };

        var failures = new DemoFleetOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            ["Adapters", "BlockSize", "Blocks", "FirstPort", "Host", "Model", "SpeedFactor", "Workers"],
            failures.Select(f => f.Split(' ')[0].Replace("DemoFleet:", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AddDemoFleet_HostStarts_WorkersListenBeforeOtherServicesAndStopWithIt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DemoFleet:Workers"] = "2",
            ["DemoFleet:Model"] = "tiny",
            ["DemoFleet:SpeedFactor"] = "500",
            ["DemoTraffic:RequestsPerSecond"] = "100",
        });
        builder.Services.AddLogging();
        builder.Services.AddDemoFleet(builder.Configuration);
        builder.Services.AddDemoTraffic(builder.Configuration, sp => sp.GetRequiredService<SimulatedFleet>().Workers[0].Address, "token");
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var workers = host.Services.GetRequiredService<SimulatedFleet>().Workers;
        var traffic = host.Services.GetRequiredService<DemoTraffic>();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (workers[0].Engine!.Finished < 20)
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.Equal(["sim-1", "sim-2"], workers.Select(w => w.Id));
        Assert.True(workers[0].Engine!.PrefixHits > 0);
        Assert.Equal(0, traffic.Failed);
        await host.StopAsync(cancellation);
        Assert.All(workers, w => Assert.False(w.Running));
    }

    [Fact]
    public async Task AddDemoFleet_BadConfiguration_RefusesToStartNamingTheKey()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["DemoFleet:Workers"] = "65" });
        builder.Services.AddLogging();
        builder.Services.AddDemoFleet(builder.Configuration);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("DemoFleet:Workers must be from 1 to 64.", error.Message, StringComparison.Ordinal);
    }
}
