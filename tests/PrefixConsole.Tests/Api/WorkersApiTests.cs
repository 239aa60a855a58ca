using System.Net;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Api;

public sealed class WorkersApiTests : ApiTest
{
    [Fact]
    public async Task Add_ThenDrainUndrainAndRemove_GoesThroughItsLife()
    {
        var added = await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"w1","url":"http://10.0.0.1:8000","models":["m"],"kvBlocks":100}""");
        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Equal("/api/workers/w1", added.Location);
        Assert.Equal("Pending", (await GetAsync("/api/workers/w1")).GetProperty("status").GetString());
        Assert.Equal("Draining", (await SendAsync(HttpMethod.Post, "/api/workers/w1/drain")).Json!.Value.GetProperty("status").GetString());
        Assert.Equal("Pending", (await SendAsync(HttpMethod.Post, "/api/workers/w1/undrain")).Json!.Value.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/workers/w1/reset-index")).Status);
        Assert.Equal(1, (await GetAsync("/api/workers")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/w1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/api/workers/w1")).Status);
        Assert.Empty(Host.Get<WorkerRegistry>().Workers);
        Assert.Equal(("""{"draining":false}""", """{"draining":true,"reason":"drained by admin"}"""), await StatesOfAsync("worker.drain"));
        Assert.Equal(("""{"draining":true,"reason":"drained by admin"}""", """{"draining":false}"""), await StatesOfAsync("worker.undrain"));
    }

    [Fact]
    public async Task Audit_OfAddAndRemove_HasTheWholeConfiguration()
    {
        const string Whole =
            """{"id":"w1","url":"http://10.0.0.1:8000","models":["m"],"adapters":["a"],"role":"Decode","engine":"Vllm","metricsUrl":"http://10.0.0.1:8002/metrics","kvBlocks":100,"blockSize":16,"kvEvents":{"endpoint":"tcp://10.0.0.1:5557","replayEndpoint":"tcp://10.0.0.1:5558","topic":"kv","ranks":2}}""";
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/workers", Whole)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/workers/w1")).Status);

        Assert.Equal((null, Whole), await StatesOfAsync("worker.add"));
        Assert.Equal((Whole, null), await StatesOfAsync("worker.remove"));
    }

    [Fact]
    public async Task Audit_OfResetIndex_HasWhatWasForgotten()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        await SendAsync(
            HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", """[0.5, [["BlockStored", [7], null, [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16], 16, null]], 0]""");

        await SendAsync(HttpMethod.Post, "/api/workers/w1/reset-index");

        var (before, after) = await StatesOfAsync("worker.reset-index");
        Assert.Matches("""^\{"predictedTokens":[1-9][0-9]*,"reportedTokens":[1-9][0-9]*\}$""", before);
        Assert.Equal("""{"predictedTokens":0,"reportedTokens":0}""", after);
    }

    [Fact]
    public async Task Events_AreNewestFirst_AndATable()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/drain");

        var events = (await GetAsync("/api/workers/w1/events")).EnumerateArray().ToArray();
        var table = (await SendAsync(HttpMethod.Get, "/api/workers/w1/events?format=csv")).Text.Split('\n');

        Assert.Equal(("Status", "Draining"), (events[0].GetProperty("kind").GetString(), events[0].GetProperty("to").GetString()));
        Assert.Equal("at,kind,from,to,reason", table[0].Trim());
        Assert.Equal(events.Length, table.Count(line => line.Trim().Length > 0) - 1);
    }

    [Fact]
    public async Task Workers_TellWhatOnlyTheyHold_AsJsonAndAsATable()
    {
        Host.AddWorker("w1");
        Host.Request("a");

        var worker = (await GetAsync("/api/workers"))[0];
        var table = (await SendAsync(HttpMethod.Get, "/api/workers?format=csv")).Text.Split('\n');

        Assert.True(worker.GetProperty("uniqueTokens").GetInt64() > 0);
        Assert.Equal(0, worker.GetProperty("duplicatedTokens").GetInt64());
        Assert.Equal(1, worker.GetProperty("cacheReadShare").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, worker.GetProperty("eventSequence").ValueKind);
        Assert.Contains("uniqueTokens,duplicatedTokens", table[0]);
        Assert.Equal(table[0].Split(',').Length, table[1].Split(',').Length);
    }

    [Fact]
    public async Task Workers_FilteredAndSorted_AsOnThePage_AsJsonAndAsATable()
    {
        Host.AddWorker("gpu-1");
        Host.AddWorker("gpu-2");
        Host.AddWorker("cpu-1");
        await SendAsync(HttpMethod.Post, "/api/workers/gpu-2/drain");

        Assert.Equal(["gpu-2", "gpu-1"], await IdsAsync("?q=GPU&sort=-name"));
        Assert.Equal(["gpu-2"], await IdsAsync("?state=draining"));
        Assert.Equal(["gpu-2", "gpu-1", "cpu-1"], await IdsAsync("?sort=state"));
        Assert.Empty(await IdsAsync("?q=nobody"));
        Assert.Equal(3, (await IdsAsync("?q=&state=&sort=")).Length);
        var table = (await SendAsync(HttpMethod.Get, "/api/workers?q=gpu&sort=-name&format=csv")).Text.Split("\r\n");
        Assert.Equal(["gpu-2", "gpu-1"], table[1..^1].Select(line => line.Split(',')[0]));

        async Task<string[]> IdsAsync(string query) => [.. (await GetAsync("/api/workers" + query)).EnumerateArray().Select(w => w.GetProperty("id").GetString()!)];
    }

    [Theory]
    [InlineData("state=sleepy", "state")]
    [InlineData("sort=nothing", "sort")]
    [InlineData("sort=-", "sort")]
    [InlineData("format=xml", "format")]
    public async Task Workers_BadQuery_Is400_NamingTheField(string query, string field)
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/workers?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }

    [Fact]
    public async Task Workers_TooLongAText_AndABadState_AreBothNamed() =>
        Assert.Equal(["q", "state"], Fields(await SendAsync(HttpMethod.Get, $"/api/workers?q={new string('x', 301)}&state=x")));

    [Fact]
    public async Task Breaker_IsOnTheWorker_AndItsHistoryAnswersAsJsonAndAsATable()
    {
        var worker = Host.AddWorker("w1");
        Host.Get<FailureLog>().Failed(worker, "answered 503");
        Host.Get<WorkerRegistry>().SetStatus(worker, WorkerStatus.NotReady, "answered 503");

        var shown = await GetAsync("/api/workers/w1");
        var history = await GetAsync("/api/workers/w1/breaker");
        var table = (await SendAsync(HttpMethod.Get, "/api/workers/w1/breaker?format=csv")).Text.Split("\r\n");
        var workers = (await SendAsync(HttpMethod.Get, "/api/workers?format=csv")).Text.Split("\r\n");

        Assert.Equal(("Open", 1, "answered 503"), (shown.GetProperty("breaker").GetString(), shown.GetProperty("breakerFailures").GetInt32(), shown.GetProperty("lastFailure").GetString()));
        Assert.Equal(worker.State.Since, shown.GetProperty("openSince").GetDateTimeOffset());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("lastAnsweredAt").ValueKind);
        var opened = Assert.Single(history.EnumerateArray());
        Assert.Equal((true, "answered 503", 1), (opened.GetProperty("opened").GetBoolean(), opened.GetProperty("cause").GetString(), opened.GetProperty("failures").GetInt32()));
        Assert.Equal("at,opened,cause,failures,openMs", table[0]);
        Assert.EndsWith(",True,answered 503,1,", table[1], StringComparison.Ordinal);
        Assert.EndsWith("breaker,breakerFailures,lastFailure,lastFailedAt,lastAnsweredAt,openSince", workers[0], StringComparison.Ordinal);
        Assert.Contains(",Open,1,answered 503,", workers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DrainImpact_LastWorkerOfAModel_NamesIt()
    {
        Host.AddWorker("w1");

        var impact = await GetAsync("/api/workers/w1/drain-impact");

        Assert.Equal(0, impact.GetProperty("staying").GetInt32());
        Assert.NotEmpty(impact.GetProperty("orphans").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, impact.GetProperty("share").ValueKind);
    }

    [Fact]
    public async Task Add_IdTaken_Is409()
    {
        Host.AddWorker("w1");
        var answer = await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"w1","url":"http://10.0.0.9"}""");
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("id_taken", Code(answer));
    }

    [Fact]
    public async Task Add_HostileInput_NamesEveryField()
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            "/api/workers",
            """{"id":"<script>","url":"http://169.254.169.254/","models":[""],"adapters":[null],"role":"Boss","kvBlocks":-1,"blockSize":0}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["id", "url", "models[0]", "adapters[0]", "role", "kvBlocks", "blockSize"], Fields(answer));
        Assert.DoesNotContain("<script>", answer.Text, StringComparison.Ordinal);
        Assert.Empty(Host.Get<WorkerRegistry>().Workers);
    }

    [Theory]
    [InlineData("GET", "/api/workers/nobody")]
    [InlineData("GET", "/api/workers/nobody/series")]
    [InlineData("GET", "/api/workers/nobody/events")]
    [InlineData("GET", "/api/workers/nobody/breaker")]
    [InlineData("GET", "/api/workers/nobody/drain-impact")]
    [InlineData("GET", "/api/workers/nobody/prefixes")]
    [InlineData("POST", "/api/workers/nobody/drain")]
    [InlineData("POST", "/api/workers/nobody/undrain")]
    [InlineData("POST", "/api/workers/nobody/reset-index")]
    [InlineData("POST", "/api/workers/nobody/pin")]
    [InlineData("DELETE", "/api/workers/nobody/pin")]
    [InlineData("DELETE", "/api/workers/%3Cscript%3E")]
    [InlineData("GET", "/api/workers/%E2%80%AE")]
    [InlineData("GET", "/api/decisions/%3Dcmd")]
    [InlineData("GET", "/api/prefixes/xyz")]
    [InlineData("GET", "/api/prefixes?parent=0000000000000001")]
    [InlineData("GET", "/api/prefixes/tree?worker=nobody")]
    [InlineData("GET", "/api/demo-traffic")]
    public async Task UnknownThings_Are404WithAReason(string method, string path)
    {
        var answer = await SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("application/problem+json", answer.Type);
    }

    [Theory]
    [InlineData("GET", "/api/workers/w1/drain")]
    [InlineData("PUT", "/api/workers")]
    [InlineData("DELETE", "/api/strategy")]
    [InlineData("POST", "/api/decisions")]
    [InlineData("DELETE", "/api/overview")]
    [InlineData("GET", "/api/prefixes/0000000000000001/label")]
    public async Task WrongVerbs_Are405(string method, string path) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(new HttpMethod(method), path)).Status);

    [Fact]
    public async Task Prefixes_OfAWorker_CanBeOpenedLevelByLevelAndLabelled()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        Host.Request("b");
        var roots = await GetAsync("/api/workers/w1/prefixes");
        var root = Assert.Single(roots.GetProperty("nodes").EnumerateArray());
        Assert.Equal("system", root.GetProperty("name").GetString());
        Assert.Equal("w1", root.GetProperty("holders")[0].GetProperty("worker").GetString());
        var id = root.GetProperty("id").GetString();
        var children = await GetAsync($"/api/prefixes?parent={id}&worker=w1");
        Assert.Equal(2, children.GetProperty("nodes").GetArrayLength());
        Assert.Equal(3, (await GetAsync("/api/prefixes/tree?maxNodes=10")).GetProperty("nodes").GetArrayLength());

        var label = await SendAsync(HttpMethod.Put, $"/api/prefixes/{id}/label", """{"label":"<b>=cmd\u202e"}""");
        Assert.Equal(HttpStatusCode.OK, label.Status);
        Assert.Equal("<b>=cmd\u202e", (await GetAsync($"/api/prefixes/{id}")).GetProperty("label").GetString());
        var tooLong = await SendAsync(HttpMethod.Put, $"/api/prefixes/{id}/label", $$"""{"label":"{{new string('x', 81)}}"}""");
        Assert.Equal(["label"], Fields(tooLong));
        await SendAsync(HttpMethod.Put, $"/api/prefixes/{id}/label", """{"label":null}""");
        Assert.Equal("system", (await GetAsync($"/api/prefixes/{id}")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/api/prefixes?max=-1", "max")]
    [InlineData("/api/prefixes?max=NaN", "max")]
    [InlineData("/api/prefixes/tree?maxNodes=99999999999999999999", "maxNodes")]
    [InlineData("/api/decisions?limit=0", "limit")]
    [InlineData("/api/decisions?limit=1001", "limit")]
    [InlineData("/api/decisions?limit=ten", "limit")]
    [InlineData("/api/decisions?before=-1", "before")]
    [InlineData("/api/decisions?revision=1.5", "revision")]
    [InlineData("/api/decisions?errors=perhaps", "errors")]
    [InlineData("/api/decisions.csv?retried=2", "retried")]
    public async Task BadQuery_Gets400ByField(string path, string field)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }
}
