using System.Net;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Api;

/// <summary>What was done to the fleet over the API, asked for after a restart on the same database.</summary>
public sealed class KeptFleetApiTests : ApiTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private bool _allowPrivate = true;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Storage:Provider", "sqlite"),
        new("Storage:OpenTimeout", "00:02:00"),
        new("Storage:Path", Path.Combine(_folder.FullName, "console.db")),
        new("Gateway:AllowPrivateWorkers", _allowPrivate ? "true" : "false"),
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Worker_AddedAndDrained_IsSoAfterARestart()
    {
        var added = await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"gpu-9","url":"http://10.0.0.9:8000","models":["m"]}""");
        Assert.Equal((HttpStatusCode.Created, "admin"), (added.Status, added.Json!.Value.GetProperty("addedBy").GetString()));
        await SendAsync(HttpMethod.Post, "/api/workers/gpu-9/drain");

        await Host.DisposeAsync();
        await StartAgainAsync();

        var worker = (await GetAsync("/api/workers"))[0];
        Assert.Equal(("gpu-9", "Draining"), (worker.GetProperty("id").GetString(), worker.GetProperty("status").GetString()));
        Assert.Equal(added.Json.Value.GetProperty("addedAt").GetString(), worker.GetProperty("addedAt").GetString());
        Assert.StartsWith("drained by admin on ", worker.GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.Contains("addedBy", (await SendAsync(HttpMethod.Get, "/api/workers?format=csv")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_WorkerThatIsNotAllowedAnyMore_IsToldWithTheReason_AndCanBeForgotten()
    {
        await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"gpu-9","url":"http://10.0.0.9:8000"}""");
        Assert.True((await GetAsync("/api/fleet")).GetProperty("known").GetBoolean());
        await Host.DisposeAsync();
        _allowPrivate = false;
        await StartAgainAsync();

        var missing = Assert.Single((await GetAsync("/api/fleet")).GetProperty("notRestored").EnumerateArray());
        Assert.Equal(("gpu-9", "admin"), (missing.GetProperty("id").GetString(), missing.GetProperty("by").GetString()));
        Assert.StartsWith("url ", missing.GetProperty("why").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/gpu-9")).Status);
        Assert.StartsWith("""{"id":"gpu-9","url":"http://10.0.0.9:8000",""", (await StatesOfAsync("worker.remove")).Before, StringComparison.Ordinal);
        Assert.Empty((await GetAsync("/api/fleet")).GetProperty("notRestored").EnumerateArray());
    }

    [Fact]
    public async Task Remove_WorkerOfTheConfiguration_SaysInTheAuditThatItComesBack()
    {
        Host.AddWorker("w1");

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/w1")).Status);

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = "worker.remove" }, 10, Cancel);
        Assert.StartsWith("It is in the configuration", Assert.Single(rows).Note, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/api/workers/w1")).Status);
    }
}
