using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PrefixConsole.Tests.Whole;

/// <summary>Faults of simulated workers given over the API, and what the ingest makes of them.</summary>
public sealed class DemoFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_GivenAndTakenBack_AreListed()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=2");

        var late = await OrderAsync(app, "sim-2", new { fault = "lag", milliseconds = 1500 });
        Assert.Equal(["publishes events 1.5 s late"], Faults(late));
        var lossy = await OrderAsync(app, "sim-2", new { fault = "drop-events", batches = 7 });
        Assert.Contains("loses 7 batches of events", Faults(lossy));
        var fleet = await app.Console.GetFromJsonAsync<JsonElement>("api/demo-fleet", Cancel);
        Assert.Equal([0, 2], fleet.EnumerateArray().Select(w => w.GetProperty("faults").GetArrayLength()));

        Assert.Empty(Faults(await OrderAsync(app, "sim-2", new { fault = "none" })));
    }

    [Fact]
    public async Task StopEvents_TakesTheTrustAway_AndNoneGivesItBack()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1");
        await TrustAsync(app, "Trusted");

        await OrderAsync(app, "sim-1", new { fault = "stop-events" });
        await Eventually.TrueAsync(async () => await ReadTrustAsync(app) != "Trusted", "the feed is not trusted");

        await OrderAsync(app, "sim-1", new { fault = "none" });
        await TrustAsync(app, "Trusted");
    }

    [Fact]
    public async Task Faults_BadInput_NamesEveryField()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1");

        using var response = await app.Console.PostAsJsonAsync("api/demo-fleet/sim-1/faults", new { fault = "burn", batches = 0, milliseconds = 60_001 }, Cancel);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["fault", "batches", "milliseconds"], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    private static Task TrustAsync(RunningApp app, string trust) =>
        Eventually.TrueAsync(async () => await ReadTrustAsync(app) == trust, $"the feed is {trust}");

    private static async Task<string?> ReadTrustAsync(RunningApp app) =>
        (await app.Console.GetFromJsonAsync<JsonElement>("api/ingest", Cancel)).GetProperty("feeds")[0].GetProperty("trust").GetString();

    private static async Task<JsonElement> OrderAsync(RunningApp app, string worker, object order)
    {
        using var response = await app.Console.PostAsJsonAsync($"api/demo-fleet/{worker}/faults", order, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static string?[] Faults(JsonElement worker) => [.. worker.GetProperty("faults").EnumerateArray().Select(f => f.GetString())];
}
