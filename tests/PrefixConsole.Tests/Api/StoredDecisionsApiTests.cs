using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Api;

/// <summary>Decisions that have left the memory: asked for over the API after a restart on the same database.</summary>
public sealed class StoredDecisionsApiTests : ApiTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private string _file = "console.db";

    private string Database => Path.Combine(_folder.FullName, _file);

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Storage:Provider", "sqlite"),
        new("Storage:Path", Database),
        new("Storage:OpenTimeout", "00:02:00"),
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Decision_AfterARestart_IsExplainedFromTheStore()
    {
        await RecordAsync("kept-1");
        var before = await GetAsync("/api/decisions/kept-1");

        await RestartAsync();
        var after = await GetAsync("/api/decisions/kept-1");

        Assert.Equal((false, true), (before.GetProperty("stored").GetBoolean(), after.GetProperty("stored").GetBoolean()));
        foreach (var part in new[] { "flips", "timeline" })
        {
            Assert.Equal(before.GetProperty(part).GetRawText(), after.GetProperty(part).GetRawText());
        }

        // How old what was predicted was is looked for among the decisions in memory.
        Assert.Equal(["NotKept", "NotKept", "NothingPredicted"], TakeAges(before, out var decided));
        Assert.Equal(["NotSearched", "NotSearched", "NothingPredicted"], TakeAges(after, out var kept));
        Assert.Equal(decided, kept);
    }

    [Fact]
    public async Task Decisions_OfATime_AreTheStoredOnes()
    {
        await RecordAsync("kept-1", "kept-2", "kept-3");
        await RestartAsync();

        Assert.Empty(Ids(await GetAsync("/api/decisions")));
        var page = await GetAsync("/api/decisions?from=2020-01-01&limit=2");
        Assert.True(page.GetProperty("stored").GetBoolean());
        Assert.Equal(["kept-3", "kept-2"], Ids(page));
        Assert.Equal(["kept-1"], Ids(await GetAsync($"/api/decisions?from=2020-01-01&limit=2&before={page.GetProperty("nextBefore").GetInt64()}")));
        var at = Uri.EscapeDataString(DecisionSamples.At.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(3, Ids(await GetAsync($"/api/decisions?from={at}")).Length);
        Assert.Empty(Ids(await GetAsync($"/api/decisions?to={at}")));
        Assert.Contains("kept-2", (await SendAsync(HttpMethod.Get, "/api/decisions.csv?from=2020-01-01")).Text);
    }

    [Fact]
    public async Task Decisions_OfATime_AreFilteredAndExportedToTheLast()
    {
        var kept = Enumerable.Range(0, 1200).Select(i => DecisionCodec.Pack(Entry(i % 3 == 0 ? DecisionSamples.Spilled($"past-{i}") : DecisionSamples.Scored($"to-{i}"))));
        await using (var db = Host.Get<StoreConnection>().Open())
        {
            db.Decisions.AddRange(kept);
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal(400, await RowsAsync("&spilled=true"));
        Assert.Equal(1200, await RowsAsync(""));
        Assert.Equal(800, await RowsAsync("&worker=sim-2"));
        Assert.Equal(1100, await RowsAsync("&limit=1100"));
        var page = await GetAsync("/api/decisions?from=2020-01-01&spilled=true&limit=3");
        Assert.Equal(["past-1197", "past-1194", "past-1191"], Ids(page));
        Assert.Equal(["past-1188"], Ids(await GetAsync($"/api/decisions?from=2020-01-01&spilled=true&limit=1&before={page.GetProperty("nextBefore").GetInt64()}")));

        async Task<int> RowsAsync(string query) =>
            (await SendAsync(HttpMethod.Get, "/api/decisions.csv?from=2020-01-01" + query)).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Distinct().Count();

        static DecisionEntry Entry(RoutingDecision decision) => DecisionEntry.Restore(0, decision, null, null, DecisionSamples.Done());
    }

    [Fact]
    public async Task Decisions_OfABrokenStore_AreNotAnEmptyList()
    {
        _file = "no-database";
        Directory.CreateDirectory(Database);
        await RestartAsync();

        foreach (var path in new[] { "/api/decisions?from=2020-01-01", "/api/decisions.csv?from=2020-01-01", "/api/decisions/kept-1", "/api/audit?format=csv" })
        {
            var answer = await SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("store_unavailable", Code(answer));
            Assert.Contains(Database, answer.Json!.Value.GetProperty("detail").GetString());
        }
    }

    private static string[] TakeAges(JsonElement detail, out string rest)
    {
        var decision = JsonNode.Parse(detail.GetProperty("decision").GetRawText())!;
        var states = new List<string>();
        foreach (var candidate in decision["candidates"]!.AsArray())
        {
            states.Add((string)candidate!["predictedAge"]!["state"]!);
            candidate.AsObject().Remove("predictedAge");
        }

        rest = decision.ToJsonString();
        return [.. states];
    }

    private async Task RecordAsync(params string[] ids)
    {
        var state = Host.Get<StoreState>();
        var stored = new TaskCompletionSource();
        state.Changed += () =>
        {
            if (state.View.DecisionsStored >= ids.Length)
            {
                stored.TrySetResult();
            }
        };
        var log = Host.Get<DecisionLog>();
        foreach (var id in ids)
        {
            log.Complete(log.Record(DecisionSamples.Scored(id)), DecisionSamples.Done());
        }

        await stored.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    private async Task RestartAsync()
    {
        await Host.DisposeAsync();
        await StartAgainAsync();
    }

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
