using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Whole;

/// <summary>The whole app, stopped and started again on its database.</summary>
public sealed class KeptFleetTests
{
    [Fact]
    public async Task Restart_DrainedWorker_IsNeverReadyAndServesNothing()
    {
        var folder = Directory.CreateTempSubdirectory();
        string[] arguments = ["--DemoFleet:Workers=2", "--Storage:Provider=sqlite", "--Storage:OpenTimeout=00:02:00", $"--Storage:Path={Path.Combine(folder.FullName, "console.db")}", "--Routing:Strategy=round-robin"];
        var stop = TestContext.Current.CancellationToken;
        string drained;
        await using (var app = await RunningApp.StartAsync(arguments))
        {
            drained = app.Registry.Workers[0].Id.Value;
            using var answer = await app.Console.PostAsync($"api/workers/{drained}/drain", null, stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using (var app = await RunningApp.StartAsync(arguments))
        {
            for (var i = 0; i < 4; i++)
            {
                using var response = await app.Gateway.PostAsJsonAsync(
                    "v1/chat/completions", new { model = "demo-8b", max_tokens = 2, messages = new[] { new { role = "user", content = $"question {i}" } } }, stop);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }

            Assert.Equal(WorkerStatus.Draining, app.Registry.Find(new WorkerId(drained))!.Status);
            Assert.All(app.Decisions.Latest(10), e => Assert.NotEqual(drained, e.Decision.Winner!.Value.Value));
            var events = await app.Console.GetFromJsonAsync<JsonElement>($"api/workers/{drained}/events", stop);
            Assert.DoesNotContain(events.EnumerateArray(), e => e.GetProperty("to").GetString() == "Ready");
        }

        folder.Delete(recursive: true);
    }
}
