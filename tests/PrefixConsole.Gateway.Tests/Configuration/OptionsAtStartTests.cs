using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class OptionsAtStartTests
{
    [Fact]
    public void Start_DefaultConfiguration_IsValidAndEverythingResolves()
    {
        using var services = Build();
        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.NotNull(services.GetRequiredService<FleetMonitor>());
        Assert.NotNull(services.GetRequiredService<PrefixExplorer>());
        Assert.NotNull(services.GetRequiredService<FleetService>());
        Assert.Equal(20_000, services.GetRequiredService<DecisionLog>().Capacity);
        Assert.Equal([8000, 8080], services.GetRequiredService<OwnAddresses>().Ports.Order());
    }

    [Theory]
    [InlineData("Gateway:TextBlockBytes", "3", "Gateway:TextBlockBytes")]
    [InlineData("Console:Url", "x", "Console:Url")]
    [InlineData("Console:TrustedProxies:0", "", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:TrustedProxies:0", "10.5", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:TrustedProxies:0", "proxy.example.org", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:TrustedProxies:0", "10.5/8", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:TrustedProxies:0", "0.0.0.0/0", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:TrustedProxies:0", "::/0", "Console:TrustedProxies:0 must be an address")]
    [InlineData("Console:Hosts:0", "https://console.example.org", "Console:Hosts:0 must be a host name")]
    [InlineData("Console:Hosts:0", "console.example.org:443", "Console:Hosts:0 must be a host name")]
    [InlineData("Routing:Strategy", "magic", "Routing:Strategy")]
    [InlineData("Routing:Strategy", "", "Routing:Strategy")]
    [InlineData("Routing:Parameters:no-such", "1", "Routing:Parameters:no-such")]
    [InlineData("Workers:0:Url", "http://10.0.0.1", "Workers:0:Id")]
    [InlineData("Workers:0:Id", "w", "Workers:0:Url")]
    [InlineData("Workers:0:Models:1", " ", "Workers:0:Models:")]
    public void Start_BadValue_FailsWithTheKey(string key, string value, string named)
    {
        using var services = Build((key, value));
        var error = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ParameterOutOfRange_NamesTheKey()
    {
        using var services = Build(("Routing:Strategy", "approximate-tree"), ("Routing:Parameters:cache-threshold", "7"));
        var error = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("Routing:Parameters:cache-threshold must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WorkerThereTwice_NamesTheSecond()
    {
        using var services = Build(
            ("Workers:0:Id", "w"), ("Workers:0:Url", "http://10.0.0.1"),
            ("Workers:1:Id", "w"), ("Workers:1:Url", "http://10.0.0.2"));
        var error = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("Workers:1:Id 'w' is there twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_Workers_AreBoundInOrder()
    {
        using var services = Build(("Workers:0:Id", "a"), ("Workers:0:Url", "http://10.0.0.1"), ("Workers:0:Models:0", "m"));
        var worker = Assert.Single(services.GetRequiredService<IOptions<WorkerListOptions>>().Value.Workers);
        Assert.Equal("a", worker.Id);
        Assert.Equal(["m"], worker.Models);
    }

    [Fact]
    public async Task ConfiguredWorkers_AtStart_JoinTheFleet_AndATakenIdIsSaid()
    {
        using var services = Build(("Workers:0:Id", "a"), ("Workers:0:Url", "http://10.0.0.1"), ("Workers:1:Id", "b"), ("Workers:1:Url", "http://10.0.0.2"));
        var loader = new ConfiguredWorkers(
            services.GetRequiredService<FleetService>(), services.GetRequiredService<IOptions<WorkerListOptions>>());
        await loader.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], services.GetRequiredService<WorkerRegistry>().Workers.Select(w => w.Id.Value));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => loader.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("worker 'a'", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerRegistry>()
            .AddSingleton(sp => new ApproximatePrefixTree(sp.GetRequiredService<TimeProvider>(), 1000))
            .AddSingleton(new ReportedCaches(new ReportedPrefixIndex(), 16, TimeProvider.System))
            .AddGatewayTelemetry(configuration)
            .BuildServiceProvider();
    }
}
