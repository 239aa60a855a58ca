using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class KvEventRulesTests
{
    private static readonly OwnAddresses s_own = new("http://localhost:8000", "http://localhost:8080");

    [Theory]
    [InlineData("tcp://10.0.0.5:5557")]
    [InlineData("TCP://10.0.0.5:5557")]
    [InlineData("tcp://*:5557")]
    [InlineData("tcp://worker.example:5557")]
    [InlineData("tcp://[::1]:5557")]
    [InlineData("tcp://localhost:5557")]
    public void Endpoint_Allowed_HasNoErrors(string endpoint) => Assert.Empty(Check(new KvEventOptions { Endpoint = endpoint }));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.5:5557")]
    [InlineData("http://10.0.0.5:5557")]
    [InlineData("ipc:///tmp/x")]
    [InlineData("inproc://x")]
    [InlineData("tcp://10.0.0.5")]
    [InlineData("tcp://10.0.0.5:0")]
    [InlineData("tcp://10.0.0.5:65536")]
    [InlineData("tcp://10.0.0.5:+1")]
    [InlineData("tcp://:5557")]
    [InlineData("tcp://::1:5557")]
    [InlineData("tcp://a b:5557")]
    [InlineData("tcp://a/b:5557")]
    [InlineData("tcp://user@a:5557")]
    [InlineData("tcp://a;b:5557")]
    [InlineData("tcp://169.254.169.254:5557")]
    [InlineData("tcp://0.0.0.0:5557")]
    [InlineData("tcp://[fe80::1]:5557")]
    [InlineData("tcp://metadata.google.internal:5557")]
    [InlineData("tcp://localhost:8080")]
    [InlineData("tcp://*:8000")]
    public void Endpoint_Wrong_IsNamed(string? endpoint) =>
        Assert.Equal("kvEvents.endpoint", Assert.Single(Check(new KvEventOptions { Endpoint = endpoint })).Field);

    [Fact]
    public void Endpoint_PrivateWhileNotAllowed_IsRefused() =>
        Assert.Equal("kvEvents.endpoint", Assert.Single(Check(new KvEventOptions { Endpoint = "tcp://10.0.0.5:5557" }, allowPrivate: false)).Field);

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Ranks_OutOfRange_AreNamed(int ranks) =>
        Assert.Equal("kvEvents.ranks", Assert.Single(Check(new KvEventOptions { Endpoint = "tcp://10.0.0.5:5557", Ranks = ranks })).Field);

    [Theory]
    [InlineData("tcp://10.0.0.5:65530", 8)]
    [InlineData("tcp://localhost:7990", 20)]
    [InlineData("tcp://*:7990", 20)]
    public void Ranks_WhosePortsCannotBe_AreAnErrorOfTheEndpoint(string endpoint, int ranks) =>
        Assert.Equal("kvEvents.endpoint", Assert.Single(Check(new KvEventOptions { Endpoint = endpoint, Ranks = ranks })).Field);

    [Theory]
    [InlineData("tcp://*:5558")]
    [InlineData("tcp://169.254.169.254:5558")]
    [InlineData("nowhere")]
    public void ReplayEndpoint_Wrong_IsNamed(string replay) => Assert.Equal(
        "kvEvents.replayEndpoint", Assert.Single(Check(new KvEventOptions { Endpoint = "tcp://10.0.0.5:5557", ReplayEndpoint = replay })).Field);

    [Fact]
    public void Topic_TooLong_IsNamed() => Assert.Equal(
        "kvEvents.topic", Assert.Single(Check(new KvEventOptions { Endpoint = "tcp://10.0.0.5:5557", Topic = new string('x', 257) })).Field);

    [Fact]
    public void Config_TakesOverWhatWasSaid()
    {
        var config = WorkerRules.ToConfig(
            new WorkerOptions { Id = "w", Url = "http://10.0.0.5", Engine = "sglang", KvEvents = new KvEventOptions { Endpoint = "tcp://10.0.0.5:5557", ReplayEndpoint = "", Ranks = 4 } },
            simulated: false);

        Assert.Equal(EngineKind.Sglang, config.Engine);
        Assert.Equal(new KvEventSource("tcp://10.0.0.5:5557", null, "", 4), config.KvEvents);
    }

    [Fact]
    public void Fleet_TwoThatListenOnTheSamePort_SecondIsRefused()
    {
        var registry = new WorkerRegistry(TimeProvider.System);
        using var fleet = new FleetService(
            registry,
            new ApproximatePrefixTree(TimeProvider.System, 1000),
            new ReportedCaches(new ReportedPrefixIndex(), 16, TimeProvider.System),
            Options.Create(new GatewayOptions { KvEventsListen = "tcp://*:6000" }),
            s_own);
        Assert.Empty(fleet.Add(Listening("w1", 5557, ranks: 4)));

        var error = Assert.Single(fleet.Add(Listening("w2", 5560)));
        Assert.Equal("kvEvents.endpoint", error.Field);
        Assert.Equal("must not listen on port 5560: worker 'w1' does", error.Message);
        Assert.Equal("must not listen on port 6000: Gateway:KvEventsListen does", Assert.Single(fleet.Add(Listening("w3", 6000))).Message);
        Assert.Empty(fleet.Add(Listening("w4", 5561)));
        Assert.True(fleet.Remove(new WorkerId("w1")));
        Assert.Empty(fleet.Add(Listening("w2", 5560)));
    }

    [Fact]
    public void Configuration_Wrong_NamesTheKeys()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(
            ("Workers:0:Id", "w1"),
            ("Workers:0:Url", "http://10.0.0.1"),
            ("Workers:0:KvEvents:Endpoint", "tcp://*:5557"),
            ("Workers:1:Id", "w2"),
            ("Workers:1:Url", "http://10.0.0.2"),
            ("Workers:1:KvEvents:Endpoint", "tcp://*:5557"),
            ("Workers:2:Id", "w3"),
            ("Workers:2:Url", "http://10.0.0.3"),
            ("Workers:2:Engine", "tgi"),
            ("Workers:2:KvEvents:ReplayEndpoint", "x")));

        Assert.Equal(
            ["Workers:1:KvEvents:Endpoint", "Workers:2:Engine", "Workers:2:KvEvents:Endpoint", "Workers:2:KvEvents:ReplayEndpoint"],
            error.Failures.Select(f => f.Split(' ')[0]));
    }

    [Fact]
    public void Configuration_Right_IsBound()
    {
        var worker = Assert.Single(Bind(
            ("Workers:0:Id", "w1"), ("Workers:0:Url", "http://10.0.0.1"), ("Workers:0:Engine", "Vllm"),
            ("Workers:0:KvEvents:Endpoint", "tcp://10.0.0.1:5557"), ("Workers:0:KvEvents:Ranks", "2")).Workers);

        Assert.Equal(("tcp://10.0.0.1:5557", 2), (worker.KvEvents!.Endpoint, worker.KvEvents.Ranks));
    }

    [Theory]
    [InlineData("tcp://10.0.0.1:5557")]
    [InlineData("*:5557")]
    public void Listener_ThatDoesNotListen_IsRefusedAtStart(string listen)
    {
        var result = new ValidateGatewayOptions().Validate(null, new GatewayOptions { KvEventsListen = listen });
        Assert.StartsWith("Gateway:KvEventsListen must be an address to listen on", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static WorkerListOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)))
            .Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddGatewayTelemetry(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<WorkerListOptions>>().Value;
    }

    private static WorkerOptions Listening(string id, int port, int ranks = 1) =>
        new() { Id = id, Url = "http://10.0.0.1:8000", KvEvents = new KvEventOptions { Endpoint = $"tcp://*:{port}", Ranks = ranks } };

    private static ImmutableArray<FieldError> Check(KvEventOptions events, bool allowPrivate = true) =>
        WorkerRules.Check(new WorkerOptions { Id = "w", Url = "http://worker.example", KvEvents = events }, allowPrivate, s_own);
}
