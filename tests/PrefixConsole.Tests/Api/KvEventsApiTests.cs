using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Api;

public sealed class KvEventsApiTests : ApiTest
{
    private const string Path = "/api/workers/w1/kv-events";

    // vector P1 of the notes on engines: two blocks of four tokens
    private static readonly byte[] s_p1 = Convert.FromHexString(
        "92cb41d954fc402000009196ab426c6f636b53746f72656492cf1e0b2e028ef071cbcfefad121d154ab2d6c098010203040506070804c0");

    [Theory]
    [InlineData("application/msgpack")]
    [InlineData("application/x-msgpack")]
    [InlineData("application/vnd.msgpack")]
    public async Task MessagePack_IsApplied(string type)
    {
        var worker = Host.AddWorker("w1");

        var answer = await PostAsync(Path, s_p1, type);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Applied", answer.Json.GetProperty("outcome").GetString());
        Assert.Equal(1, answer.Json.GetProperty("applied").GetInt32());
        Assert.Equal("Trusted", answer.Json.GetProperty("trust").GetString());
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("sequence").ValueKind);
        Assert.Equal(2, Feed(worker).StoredBlocks);
    }

    [Fact]
    public async Task Json_IsApplied_AndBadEventsAreCountedByCause()
    {
        var worker = Host.AddWorker("w1");

        var answer = await SendAsync(
            HttpMethod.Post,
            Path,
            """
            [1700000000.5, [
              ["BlockStored", [17270480062156288726], null, [1,2,3,4], 4, null],
              ["BlockStored", [5], null, [1,2,3], 4, null],
              {"type": "Unheard"},
              {"type": "BlockRemoved", "block_hashes": "no"}
            ], 0]
            """);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(1, answer.Json!.Value.GetProperty("applied").GetInt32());
        Assert.Equal(
            """{"UnknownType":1,"BadField":1,"CountMismatch":1}""", answer.Json.Value.GetProperty("rejected").GetRawText());
        Assert.Equal(1, Feed(worker).StoredBlocks);
    }

    [Fact]
    public async Task Sequence_IsChecked()
    {
        Host.AddWorker("w1");
        Assert.Equal("Applied", (await PostAsync(Path + "?sequence=0", s_p1)).Json.GetProperty("outcome").GetString());
        var again = await PostAsync(Path + "?sequence=0", s_p1);
        Assert.Equal("Ignored", again.Json.GetProperty("outcome").GetString());
        Assert.Equal(0, again.Json.GetProperty("applied").GetInt32());

        var gap = await PostAsync(Path + "?sequence=7", s_p1);

        Assert.Equal("Untrusted", gap.Json.GetProperty("trust").GetString());
        Assert.Equal(7, gap.Json.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task Rank_OfTheQueryWinsOverThatOfTheBatch()
    {
        var worker = Host.AddWorker("w1");
        await SendAsync(HttpMethod.Post, Path + "?rank=2", """[0.5, [["AllBlocksCleared"]], 1]""");
        await SendAsync(HttpMethod.Post, Path, """[0.5, [["AllBlocksCleared"]], 1]""");

        Assert.Equal([2, 1], Host.Get<ReportedCaches>().Of(worker).Select(f => f.Rank));
    }

    [Fact]
    public async Task Posts_AtTheSameTime_AreTakenOneAfterAnother()
    {
        var worker = Host.AddWorker("w1");

        var answers = await Task.WhenAll(Enumerable.Range(0, KvEventIngest.MaxAtOnce).Select(_ => PostAsync(Path, s_p1)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal((KvEventIngest.MaxAtOnce, 2L * KvEventIngest.MaxAtOnce), (Feed(worker).Batches, Feed(worker).StoredBlocks));
    }

    [Theory]
    [InlineData("", "it is neither an array nor a map, or is cut off")]
    [InlineData("c0", "it is neither an array nor a map, or is cut off")]
    [InlineData("91c0", "it has no events")]
    [InlineData("92c080", "its events are not an array, or are cut off")]
    [InlineData("92c09091", "there are bytes after its end")]
    [InlineData("92c091c1", "it is cut off, or nested too deep")]
    public async Task NoBatch_Is400WithTheReason(string hex, string reason)
    {
        Host.AddWorker("w1");

        var answer = await PostAsync(Path, Convert.FromHexString(hex));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("not_a_batch", answer.Json.GetProperty("code").GetString());
        Assert.Contains(reason, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenJson_Is400()
    {
        Host.AddWorker("w1");
        var answer = await SendAsync(HttpMethod.Post, Path, "[0.5, [");
        Assert.Equal((HttpStatusCode.BadRequest, "not_a_batch"), (answer.Status, Code(answer)));
    }

    [Theory]
    [InlineData("?sequence=-1", "sequence")]
    [InlineData("?sequence=1.5", "sequence")]
    [InlineData("?sequence=99999999999999999999", "sequence")]
    [InlineData("?rank=64", "rank")]
    [InlineData("?rank=x", "rank")]
    public async Task BadQuery_Is400ByField(string query, string field)
    {
        Host.AddWorker("w1");
        var answer = await SendAsync(HttpMethod.Post, Path + query, "[0.5, []]");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }

    [Fact]
    public async Task RankInTheBatch_BeyondAll_Is400()
    {
        Host.AddWorker("w1");
        var answer = await SendAsync(HttpMethod.Post, Path, "[0.5, [], 64]");
        Assert.Equal((HttpStatusCode.BadRequest, "no_feed"), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task UnknownWorker_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/workers/nobody/kv-events", "[0.5, []]")).Status);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task OtherTypes_Are415(string type)
    {
        Host.AddWorker("w1");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(Path, s_p1, type)).Status);
    }

    [Fact]
    public async Task MessagePack_ElsewhereInTheApi_Is415() =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync("/api/workers", s_p1)).Status);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLarge_Is413WhetherItSaysSoOrNot(bool declared)
    {
        Host.AddWorker("w1");
        var answer = await PostAsync(Path, new byte[KvEventIngest.MaxBytes + 1], declared: declared);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task ForeignPage_Is403()
    {
        var worker = Host.AddWorker("w1");
        var answer = await SendAsync(HttpMethod.Post, Path, "[0.5, []]", headers: ("Origin", "http://evil.example"));
        Assert.Equal((HttpStatusCode.Forbidden, "cross_site"), (answer.Status, Code(answer)));
        Assert.Empty(Host.Get<ReportedCaches>().Of(worker));
    }

    [Fact]
    public async Task Worker_WithKvEvents_IsAddedAndSubscribedTo()
    {
        var added = await SendAsync(
            HttpMethod.Post,
            "/api/workers",
            """
            {"id":"w1","url":"http://127.0.0.1:9","engine":"vllm",
             "kvEvents":{"endpoint":"tcp://127.0.0.1:5557","replayEndpoint":"tcp://127.0.0.1:5567","topic":"kv@","ranks":2}}
            """);
        Assert.Equal(HttpStatusCode.Created, added.Status);
        var worker = Host.Get<WorkerRegistry>().Find(new WorkerId("w1"))!;
        Assert.Equal(EngineKind.Vllm, worker.Config.Engine);
        Assert.Equal(new KvEventSource("tcp://127.0.0.1:5557", "tcp://127.0.0.1:5567", "kv@", 2), worker.Config.KvEvents);
    }

    [Fact]
    public async Task Worker_WithHostileKvEvents_NamesEveryField()
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            "/api/workers",
            """
            {"id":"w1","url":"http://10.0.0.1","engine":"9",
             "kvEvents":{"endpoint":"tcp://169.254.169.254:5557","replayEndpoint":"tcp://*:5558","topic":"\u0000","ranks":0}}
            """);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["engine", "kvEvents.ranks", "kvEvents.endpoint", "kvEvents.replayEndpoint", "kvEvents.topic"], Fields(answer));
    }

    private KvFeedView Feed(Worker worker) => Assert.Single(Host.Get<ReportedCaches>().Of(worker)).View();

    private async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(
        string path, byte[] body, string type = "application/msgpack", bool declared = true)
    {
        using HttpContent content = declared ? new ByteArrayContent(body) : new StreamContent(new MemoryStream(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = !declared;
        using var response = await Host.Client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }
}
