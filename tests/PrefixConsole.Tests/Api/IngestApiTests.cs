using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Tests.Api;

public sealed class IngestApiTests : ApiTest
{
    private const string Store = """[0.5, [["BlockStored", [7], null, [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16], 16, null], ["Unheard"]], 0]""";

    [Fact]
    public async Task Get_OneFeedAndOneWorkerWithout_HasCountersAndNulls()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var ingest = await GetAsync("/api/ingest");

        var feeds = ingest.GetProperty("feeds");
        Assert.Equal("Trusted", feeds[0].GetProperty("trust").GetString());
        Assert.Equal(1, feeds[0].GetProperty("heldBlocks").GetInt64());
        Assert.Equal(1, feeds[0].GetProperty("rejected").GetProperty("UnknownType").GetInt64());
        Assert.Equal(JsonValueKind.Null, feeds[0].GetProperty("transport").ValueKind);
        Assert.Equal("NotReporting", feeds[1].GetProperty("trust").GetString());
        Assert.Equal(JsonValueKind.Null, feeds[1].GetProperty("events").ValueKind);
        var totals = ingest.GetProperty("totals");
        Assert.Equal(1, totals.GetProperty("feeds").GetInt32());
        Assert.Equal(1, totals.GetProperty("trusted").GetInt32());
        Assert.Equal(1, totals.GetProperty("decodeErrors").GetInt64());
    }

    [Fact]
    public async Task Worker_HasItsTrustAndWhatItReported()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var worker = await GetAsync("/api/workers/w1");

        Assert.Equal("Trusted", worker.GetProperty("trust").GetString());
        Assert.NotEqual("", worker.GetProperty("trustCause").GetString());
        Assert.Equal(1, worker.GetProperty("reportedBlocks").GetInt64());
        Assert.Equal(Host.Get<ReportedCaches>().BlockTokens, worker.GetProperty("reportedTokens").GetInt64());
    }

    [Fact]
    public async Task Get_AsCsv_HasARowAFeed()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var answer = await SendAsync(HttpMethod.Get, "/api/ingest?format=csv");

        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("worker,rank,trust,", lines[0]);
        Assert.StartsWith("w1,0,Trusted,", Assert.Single(lines[1..]));
        Assert.Contains("UnknownType=1", lines[1]);
    }

    [Fact]
    public async Task ResyncQuarantineAndLetIn_AuditSaysHowFarItWasTrustedAndIs()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=4", Store);

        await SendAsync(HttpMethod.Post, "/api/ingest/w1/resync");
        await SendAsync(HttpMethod.Post, "/api/ingest/w1/quarantine", """{"on":true}""");
        await SendAsync(HttpMethod.Post, "/api/ingest/w1/quarantine", """{"on":false}""");

        var (before, after) = await StatesOfAsync("feed.resync");
        Assert.Contains("\"sequence\":4,\"heldBlocks\":1}", before, StringComparison.Ordinal);
        Assert.StartsWith("""[{"rank":0,"quarantined":false,"trust":"catchingUp","cause":"started over by an operator""", after, StringComparison.Ordinal);
        Assert.EndsWith("\"heldBlocks\":0}]", after, StringComparison.Ordinal);
        (before, after) = await StatesOfAsync("feed.quarantine");
        Assert.StartsWith("""[{"rank":0,"quarantined":false,"trust":"catchingUp",""", before, StringComparison.Ordinal);
        Assert.StartsWith("""[{"rank":0,"quarantined":true,"trust":"untrusted","cause":"quarantined by an operator",""", after, StringComparison.Ordinal);
        Assert.Equal(after, (await StatesOfAsync("feed.let-in")).Before);
        Assert.StartsWith("""[{"rank":0,"quarantined":false,"trust":"catchingUp","cause":"let in again by an operator""", (await StatesOfAsync("feed.let-in")).After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownFormat_NamesTheField()
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/ingest?format=xml");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["format"], Fields(answer));
    }

    /// <summary>What is hashed is the body as it was sent, not what it was written again as.</summary>
    [Fact]
    public async Task Rejected_HasTheHashOfTheBodyAsSentAndNoneOfItsContent()
    {
        const string Broken = """[0.5, [["BlockStored", sesame""";
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=1", Broken);
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=2", """{"nothing": 1}""");

        var answer = await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected?rank=0");

        var frames = answer.Json!.Value.EnumerateArray().OrderBy(f => f.GetProperty("sequence").GetInt64()).ToArray();
        Assert.Equal(["UnknownType", "NotABatch", "NotABatch"], frames.Select(f => f.GetProperty("cause").GetString()));
        Assert.Equal([Hash(Store), Hash(Broken), Hash("""{"nothing": 1}""")], frames.Select(f => f.GetProperty("sha256").GetString()));
        Assert.Equal([null, "it is not valid JSON", "it has no events"], frames.Select(f => f.GetProperty("problem").GetString()));
        Assert.Equal((1, Store.Length), (frames[0].GetProperty("events").GetInt32(), frames[0].GetProperty("bytes").GetInt32()));
        Assert.DoesNotContain("sesame", answer.Text, StringComparison.Ordinal);
        var rejected = (await GetAsync("/api/ingest")).GetProperty("feeds")[0].GetProperty("rejected");
        Assert.Equal((1, 2), (rejected.GetProperty("UnknownType").GetInt32(), rejected.GetProperty("NotABatch").GetInt32()));

        static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public async Task Rejected_CsvUnknownFeedAndBadRank()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var csv = (await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected?format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("worker,rank,at,sequence,cause,problem,events,bytes,sha256", csv[0]);
        Assert.Matches($"^w1,0,[^,]+,0,UnknownType,,1,{Store.Length},[0-9a-f]{{64}}$", Assert.Single(csv[1..]));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected?rank=3")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/ingest/nobody/rejected")).Status);
        Assert.Equal(["rank"], Fields(await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected?rank=64")));
        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected?format=xml")));
    }

    [Fact]
    public async Task Rejected_BodyOfAWorkerWithoutAFeed_OpensNone()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", "{}");

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/ingest/w1/rejected")).Status);
    }

    [Fact]
    public async Task TrustChanges_AreOfAllWorkersAsJsonAndCsv()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);
        await SendAsync(HttpMethod.Post, "/api/workers/w22/kv-events?sequence=5", Store);

        var json = await GetAsync("/api/ingest/trust-changes");
        var csv = (await SendAsync(HttpMethod.Get, "/api/ingest/trust-changes?format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        // the host's sampler may have seen a feed between its opening and its first batch
        string[] told = [.. json.EnumerateArray().Select(c => $"{c.GetProperty("worker").GetString()} {c.GetProperty("to").GetString()}").Where(c => !c.EndsWith("Silent", StringComparison.Ordinal)).Order()];
        Assert.Equal(["w1 Trusted", "w22 CatchingUp"], told);
        Assert.Equal("at,worker,rank,from,to,cause", csv[0]);
        Assert.Equal(json.GetArrayLength(), csv.Length - 1);
        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, "/api/ingest/trust-changes?format=xml")));
        Assert.Equal(json.GetArrayLength(), (await GetAsync("/api/ingest/trust-changes?range=15m")).GetArrayLength());
        Assert.Equal(0, (await GetAsync("/api/ingest/trust-changes?to=2026-01-01")).GetArrayLength());
    }

    [Fact]
    public async Task Memory_IsThereOfFeedsAndInTotal()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var ingest = await GetAsync("/api/ingest");

        Assert.Equal(ingest.GetProperty("totals").GetProperty("memoryBytes").GetInt64(), ingest.GetProperty("feeds")[0].GetProperty("memoryBytes").GetInt64());
        Assert.Equal(JsonValueKind.Null, ingest.GetProperty("feeds")[1].GetProperty("memoryBytes").ValueKind);
    }

    [Fact]
    public async Task Resync_ForgetsAndAnswersTheFeedsOfTheWorker()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var answer = await SendAsync(HttpMethod.Post, "/api/ingest/w1/resync?rank=0");

        var feed = Assert.Single(answer.Json!.Value.GetProperty("feeds").EnumerateArray());
        Assert.Equal(0, feed.GetProperty("heldBlocks").GetInt64());
        Assert.Equal("CatchingUp", feed.GetProperty("trust").GetString());
    }

    [Fact]
    public async Task Quarantine_OnAndOff()
    {
        Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events?sequence=0", Store);

        var on = await SendAsync(HttpMethod.Post, "/api/ingest/w1/quarantine", """{"on":true,"rank":0}""");
        Assert.True(on.Json!.Value.GetProperty("feeds")[0].GetProperty("quarantined").GetBoolean());
        Assert.Equal("Untrusted", on.Json!.Value.GetProperty("feeds")[0].GetProperty("trust").GetString());

        var off = await SendAsync(HttpMethod.Post, "/api/ingest/w1/quarantine", """{"on":false}""");
        Assert.False(off.Json!.Value.GetProperty("feeds")[0].GetProperty("quarantined").GetBoolean());
    }

    [Theory]
    [InlineData("/api/ingest/nobody/resync", null)]
    [InlineData("/api/ingest/w1/resync", null)]
    [InlineData("/api/ingest/w1/resync?rank=3", null)]
    [InlineData("/api/ingest/nobody/quarantine", """{"on":true}""")]
    public async Task Act_UnknownFeed_IsNotFound(string path, string? body)
    {
        Host.AddWorker("w1");

        var answer = await SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("not_found", Code(answer));
    }

    [Theory]
    [InlineData("/api/ingest/w1/resync?rank=-1", null, "rank")]
    [InlineData("/api/ingest/w1/resync?rank=x", null, "rank")]
    [InlineData("/api/ingest/w1/quarantine", """{"rank":0}""", "on")]
    [InlineData("/api/ingest/w1/quarantine", """{"on":true,"rank":64}""", "rank")]
    [InlineData("/api/ingest/w1/quarantine", """{"on":true,"ranc":0}""", "$.ranc")]
    public async Task Act_BadInput_NamesTheField(string path, string? body, string field)
    {
        Host.AddWorker("w1");

        var answer = await SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }

    [Fact]
    public async Task DemoFleet_Off_IsSaid()
    {
        Assert.Equal("demo_fleet_off", Code(await SendAsync(HttpMethod.Get, "/api/demo-fleet")));
        Assert.Equal("not_found", Code(await SendAsync(HttpMethod.Post, "/api/demo-fleet/sim-1/faults", """{"fault":"lag"}""")));
    }
}
