using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Whole;

/// <summary>Workers die, strategies change: under traffic nothing is lost.</summary>
public sealed class FleetChangeTests
{
    private static object Chat(int n, int tokens = 4) => new
    {
        model = "demo-8b",
        max_tokens = tokens,
        messages = new[] { new { role = "user", content = $"question {n}" } },
    };

    [Fact]
    public async Task Requests_AllWorkersDown_AnswersServiceUnavailableAndRecordsWhy()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=2");
        foreach (var worker in app.Fleet.Workers)
        {
            await worker.StopAsync();
        }

        await Eventually.TrueAsync(() => app.Registry.Workers.All(w => w.Status == WorkerStatus.NotReady), "both are seen down");
        using var response = await app.Gateway.PostAsJsonAsync("v1/chat/completions", Chat(0), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        var entry = app.Decisions.Latest(1)[0];
        Assert.Equal("no-healthy-worker", entry.Decision.Reason);
        Assert.All(app.Registry.Workers, w => Assert.Equal(0, w.Load.InFlight));
    }

    [Fact]
    public async Task Requests_OneWorkerDiesUnnoticed_AreServedByTheOther()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=2", "--Gateway:ProbeInterval=00:01:00", "--Routing:Strategy=round-robin");
        await app.Fleet.Workers[0].StopAsync();

        for (var i = 0; i < 4; i++)
        {
            using var response = await app.Gateway.PostAsJsonAsync("v1/chat/completions", Chat(i), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var retried = app.Decisions.Latest(10).Where(e => e.FirstDecision is not null).ToList();
        Assert.NotEmpty(retried);
        await Eventually.TrueAsync(() => app.Registry.Workers.All(w => w.Load.InFlight == 0), "no request stays in flight");
    }

    [Fact]
    public async Task PutStrategy_DuringFiftyRequestsPerSecond_LosesNone()
    {
        await using var app = await RunningApp.StartAsync();
        string[] strategies = ["round-robin", "approximate-tree", "consistent-hash", "least-loaded", "approximate-prefix"];
        var requests = new List<Task<HttpStatusCode>>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));

        for (var i = 0; i < 200; i++)
        {
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            requests.Add(SendAsync(app, i));
            if (i % 20 == 10)
            {
                await SwitchAsync(app, strategies[i / 20 % strategies.Length]);
            }
        }

        var statuses = await Task.WhenAll(requests);
        Assert.All(statuses, s => Assert.Equal(HttpStatusCode.OK, s));
        Assert.True(app.Decisions.Latest(300).Select(e => e.Decision.Revision).Distinct().Count() >= 5);
        await Eventually.TrueAsync(() => app.Registry.Workers.All(w => w.Load.InFlight == 0), "no request stays in flight");
    }

    private static async Task<HttpStatusCode> SendAsync(RunningApp app, int n)
    {
        using var response = await app.Gateway.PostAsJsonAsync("v1/chat/completions", Chat(n), TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task SwitchAsync(RunningApp app, string strategy)
    {
        using var current = await app.Console.GetAsync("api/strategy", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/strategy")
        {
            Content = JsonContent.Create(new { name = strategy, reason = "test" }),
        };
        request.Headers.IfMatch.Add(current.Headers.ETag!);
        using var response = await app.Console.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToString());
    }
}
