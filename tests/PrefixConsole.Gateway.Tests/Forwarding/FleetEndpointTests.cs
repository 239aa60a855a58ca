using System.Net;
using System.Text.Json;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>What the gateway itself answers about its fleet.</summary>
public sealed class FleetEndpointTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        Assert.Equal("model_not_found", await GatewayHarness.CodeAsync(none));
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
}
