using System.Net;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Tests.Api;

/// <summary>Trying a worker: its address before it is added, and a request that is pinned to it.</summary>
public sealed class WorkerTestsApiTests : ApiTest
{
    [Fact]
    public async Task Check_TellsWhatWasFound_AddsNothing_AndIsWrittenDown()
    {
        await using var worker = await FakeWorker.StartAsync();

        var answer = await SendAsync(HttpMethod.Post, "/api/workers/check", $$"""{"id":"gpu-1","url":"{{worker.Address}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var json = answer.Json!.Value;
        Assert.True(json.GetProperty("passed").GetBoolean());
        Assert.Equal(["health", "models", "metrics", "kvEvents", "replay"], json.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("subject").GetString()));
        Assert.Equal(("Well", "answered 200 at /health"), (json.GetProperty("steps")[0].GetProperty("outcome").GetString(), json.GetProperty("steps")[0].GetProperty("text").GetString()));
        Assert.Empty(Host.Get<WorkerRegistry>().Workers);
        var row = await AuditedAsync("worker.check");
        Assert.Equal(("gpu-1", AuditResults.Done), (row.Target, row.Result));
        Assert.Contains("\"health\":\"well\"", row.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_HostileInput_NamesEveryFieldButTheName_AndAsksNothing()
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            "/api/workers/check",
            """{"id":"<script>","url":"http://169.254.169.254/","metricsUrl":"ftp://x","models":[""],"role":"Boss","engine":"V8","kvEvents":{"endpoint":"tcp://169.254.169.254:80","replayEndpoint":"x","ranks":0}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["url", "metricsUrl", "models[0]", "role", "engine", "kvEvents.ranks", "kvEvents.endpoint", "kvEvents.replayEndpoint"], Fields(answer));
        Assert.Equal(AuditResults.Invalid, (await AuditedAsync("worker.check")).Result);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/workers/check", "{")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/workers/check", """{"url":"http://10.0.0.1","password":"x"}""")).Status);
    }

    [Fact]
    public async Task Pin_IsToldOnce_CountsUntilItIsEnded_AndTheAuditHasNoToken()
    {
        Host.AddWorker("w1");

        var answer = await SendAsync(HttpMethod.Post, "/api/workers/w1/pin");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var token = answer.Json!.Value.GetProperty("token").GetString()!;
        Assert.Equal(new WorkerId("w1"), Host.Get<WorkerPins>().Find(token));
        Assert.InRange(answer.Json!.Value.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        var row = await AuditedAsync("worker.pin");
        Assert.Equal(("w1", "admin", AuditResults.Done), (row.Target, row.Who, row.Result));
        Assert.Contains("expiresAt", row.After, StringComparison.Ordinal);
        Assert.DoesNotContain(token, row.After + row.Before + row.Note, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/w1/pin")).Status);

        Assert.Null(Host.Get<WorkerPins>().Find(token));
        Assert.Contains("\"ended\":1", (await AuditedAsync("worker.unpin")).After, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/w1/pin")).Status);
    }

    [Fact]
    public async Task Pin_WhereThereCanBeNone_Is409WithTheReason()
    {
        Host.AddWorker("w1");
        Assert.Empty(Host.Get<FleetService>().Add(new WorkerOptions { Id = "p", Url = "http://10.0.0.9", Role = "Prefill" }));
        for (var i = 0; i < WorkerPins.MaxPins; i++)
        {
            Host.Get<WorkerPins>().Create(new WorkerId("w1"));
        }

        var prefill = await SendAsync(HttpMethod.Post, "/api/workers/p/pin");
        var full = await SendAsync(HttpMethod.Post, "/api/workers/w1/pin");

        Assert.Equal((HttpStatusCode.Conflict, "takes_no_requests"), (prefill.Status, Code(prefill)));
        Assert.Equal((HttpStatusCode.Conflict, "too_many_pins"), (full.Status, Code(full)));
        Assert.Equal(AuditResults.Failed, (await AuditedAsync("worker.pin")).Result);
    }

    private async Task<AuditRow> AuditedAsync(string action)
    {
        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = action }, 10, Cancel);
        return rows[0];
    }
}
