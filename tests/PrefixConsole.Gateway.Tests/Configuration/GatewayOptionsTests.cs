using Microsoft.Extensions.Configuration;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Defaults_AreValidAndPinned()
    {
        var options = new GatewayOptions();
        Assert.True(new ValidateGatewayOptions().Validate(null, options).Succeeded);
        Assert.Equal("http://localhost:8000", options.Url);
        Assert.Equal(256, options.TextBlockBytes);
        Assert.Equal(20_000, options.DecisionsKept);
        Assert.False(options.TrustTenantHeader);
        Assert.False(options.PromptPreviews);
        Assert.Equal("http://localhost:8080", new ConsoleOptions().Url);
        Assert.Equal("approximate-prefix", new RoutingOptions().Strategy);
    }

    [Theory]
    [InlineData("TextBlockBytes", "3", "Gateway:TextBlockBytes must be between 16 and 65536, was 3")]
    [InlineData("TextBlockBytes", "70000", "Gateway:TextBlockBytes must be between 16 and 65536, was 70000")]
    [InlineData("MaxRequestBytes", "0", "Gateway:MaxRequestBytes must be between 1024 and 1073741824, was 0")]
    [InlineData("PredictedBudgetBlocks", "-1", "Gateway:PredictedBudgetBlocks")]
    [InlineData("DecisionsKept", "99", "Gateway:DecisionsKept must be between 100 and 1000000, was 99")]
    [InlineData("ConnectTimeout", "00:00:00", "Gateway:ConnectTimeout")]
    [InlineData("ActivityTimeout", "-00:00:01", "Gateway:ActivityTimeout")]
    [InlineData("ProbeInterval", "00:00:00", "Gateway:ProbeInterval")]
    [InlineData("ProbeTimeout", "01:00:00", "Gateway:ProbeTimeout")]
    [InlineData("TtftLimit", "00:00:00", "Gateway:TtftLimit")]
    [InlineData("MetricsMaxAge", "00:00:00", "Gateway:MetricsMaxAge")]
    [InlineData("Url", "localhost:8000", "Gateway:Url must be an absolute http or https address")]
    [InlineData("Url", "ftp://localhost", "Gateway:Url")]
    [InlineData("Url", "http://localhost:99999", "Gateway:Url")]
    [InlineData("Url", "http://localhost:8000/base", "Gateway:Url must not have a path")]
    [InlineData("Url", "", "Gateway:Url")]
    public void Validate_BadValue_NamesTheKeyAndTheRange(string key, string value, string expected)
    {
        var options = new GatewayOptions();
        Configuration((key, value)).Bind(options);
        var result = new ValidateGatewayOptions().Validate(null, options);
        Assert.StartsWith(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralBadValues_ReportsAllAtOnce()
    {
        var options = new GatewayOptions { TextBlockBytes = 3, DecisionsKept = 1, Url = "nowhere", ConnectTimeout = TimeSpan.Zero };
        Assert.Equal(4, new ValidateGatewayOptions().Validate(null, options).Failures!.Count());
    }

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("http://*:8000")]
    [InlineData("http://127.0.0.1:8000/")]
    [InlineData("https://[::1]:8443")]
    public void Validate_ListenerAddresses_AreAccepted(string url) =>
        Assert.True(new ValidateGatewayOptions().Validate(null, new GatewayOptions { Url = url }).Succeeded);

    [Theory]
    [InlineData("http://localhost:8000", false)]
    [InlineData("http://127.0.0.1:8000", false)]
    [InlineData("http://localhost:8081", true)]
    [InlineData("http://[::1]:8081", true)]
    // Whether others may reach it is decided with section Access, see LoginTests.
    [InlineData("http://0.0.0.0:8081", true)]
    [InlineData("http://10.0.0.1:8081", true)]
    [InlineData("nonsense", false)]
    public void ValidateConsole_SharedPortOrNonsense_IsRefused(string url, bool valid)
    {
        var result = new ValidateConsoleOptions(Configuration()).Validate(null, new ConsoleOptions { Url = url });
        Assert.Equal(valid, result.Succeeded);
        Assert.All(result.Failures ?? [], f => Assert.StartsWith("Console:Url ", f, StringComparison.Ordinal));
    }

    [Fact]
    public void ValidateConsole_BothPortsFree_IsAccepted()
    {
        var validator = new ValidateConsoleOptions(Configuration(("Gateway:Url", "http://localhost:0")));
        Assert.True(validator.Validate(null, new ConsoleOptions { Url = "http://localhost:0" }).Succeeded);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
