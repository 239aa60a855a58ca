using System.Net;

namespace PrefixConsole.Tests.Api;

/// <summary>The console's time range, on every route behind a page that follows it.</summary>
public sealed class RangeApiTests : ApiTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Storage:Provider", "sqlite"),
        new("Storage:OpenTimeout", "00:02:00"),
        new("Storage:Path", Path.Combine(_folder.FullName, "console.db")),
    ];

    public static TheoryData<string> Routes => ["/api/samples", "/api/workers/w1/samples", "/api/accuracy", "/api/accuracy/calibration", "/api/audit", "/api/alerts/history", "/api/strategy/history", "/api/ingest/trust-changes"];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Range_Bad_NamesTheField(string route)
    {
        Host.AddWorker("w1");
        (string Query, string Field)[] bad =
        [
            ("range=2h", "range"),
            ("range=%3Cscript%3E", "range"),
            ("range=1h&from=2026-01-01", "range"),
            ("from=yesterday", "from"),
            ("to=NaN", "to"),
            ("from=2026-01-02&to=2026-01-01", "from"),
            ("from=2999-01-01", "from"),
        ];
        foreach (var (query, field) in bad)
        {
            var answer = await SendAsync(HttpMethod.Get, $"{route}?{query}");
            Assert.Equal((query, HttpStatusCode.BadRequest), (query, answer.Status));
            Assert.Equal([field], Fields(answer));
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Range_Good_IsAnswered(string route)
    {
        Host.AddWorker("w1");
        foreach (var query in new[] { "range=15m", "range=7d", "from=2026-01-01", "from=2026-01-01&to=2026-01-02T00:00:00%2B01:00" })
        {
            Assert.Equal((query, HttpStatusCode.OK), (query, (await SendAsync(HttpMethod.Get, $"{route}?{query}")).Status));
            Assert.Equal("text/csv", (await SendAsync(HttpMethod.Get, $"{route}?{query}&format=csv")).Type);
        }
    }

    [Fact]
    public async Task Decisions_OfARange_AreTheStoredOnes()
    {
        Assert.True((await GetAsync("/api/decisions?range=1h")).GetProperty("stored").GetBoolean());
        Assert.Equal(["range"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions?range=2h")));
        Assert.Equal(["range"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions.csv?range=1h&to=2026-01-01")));
    }

    [Fact]
    public async Task Accuracy_OfARange_SaysWhatItIsOf()
    {
        var json = await GetAsync("/api/accuracy?range=1h&by=worker");

        Assert.Equal("stored", json.GetProperty("window").GetString());
        Assert.Equal((0, 0), (json.GetProperty("stored").GetProperty("decisions").GetInt32(), json.GetProperty("stored").GetProperty("requests").GetInt32()));
        Assert.Equal(["window"], Fields(await SendAsync(HttpMethod.Get, "/api/accuracy?range=1h&window=1m")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await GetAsync("/api/accuracy")).GetProperty("stored").ValueKind);
    }

    [Fact]
    public async Task WorkerSamples_OfAWorkerThatNeverWas_AreNotFound()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/workers/nobody/samples?range=1h")).Status);
        Host.AddWorker("w1");
        Assert.Empty((await GetAsync("/api/workers/w1/samples?range=1h")).GetProperty("samples").EnumerateArray());
    }
}
