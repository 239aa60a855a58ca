using System.Net;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Api;

public sealed class TrialApiTests : ApiTest
{
    private const string Path = "/api/strategy/trial";
    private const string Begin = """{"name":"random","reason":"try it","sharePercent":10}""";

    private StrategyStore Store => Host.Get<StrategyStore>();

    [Fact]
    public async Task Get_WithoutATrial_SaysSo_AndCarriesTheTagToBeginFrom()
    {
        var answer = await SendAsync(HttpMethod.Get, Path);

        Assert.Equal((HttpStatusCode.OK, "\"rev-1\""), (answer.Status, answer.Tag));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json!.Value.GetProperty("trial").ValueKind);
        Assert.Equal(1, answer.Json.Value.GetProperty("activeRevision").GetInt32());
    }

    [Fact]
    public async Task Post_StartsATrial_ThatGetShowsWithBothSides()
    {
        Host.AddWorker("w1");
        var started = await StartAsync();
        for (var i = 0; i < 200; i++)
        {
            Host.Request($"r{i}", tenant: $"t{i}");
        }

        var trial = (await GetAsync(Path)).GetProperty("trial");

        Assert.Equal((HttpStatusCode.Created, "\"trial-2-1\""), (started.Status, started.Tag));
        Assert.Equal((10, 2), (trial.GetProperty("sharePercent").GetInt32(), trial.GetProperty("strategy").GetProperty("revision").GetInt32()));
        var (tried, rest) = (trial.GetProperty("trial").GetProperty("requests").GetInt32(), trial.GetProperty("active").GetProperty("requests").GetInt32());
        Assert.Equal(200, tried + rest);
        Assert.InRange(tried, 5, 40);
        Assert.True(trial.GetProperty("active").GetProperty("enough").GetBoolean());
        Assert.False(trial.GetProperty("trial").GetProperty("enough").GetBoolean());
        Assert.InRange(trial.GetProperty("active").GetProperty("ttftP50Ms").GetDouble(), 15, 20);
    }

    [Theory]
    [InlineData("""{"name":"random","reason":"x"}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":0}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":100}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":-5}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":12.5}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":1e308}""", "sharePercent")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":1e999}""", "sharePercent")]
    [InlineData("""{"name":"random","sharePercent":10}""", "reason")]
    [InlineData("""{"name":"random","reason":"  ","sharePercent":10}""", "reason")]
    [InlineData("""{"name":"magic","reason":"x","sharePercent":10}""", "name")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":10,"endAfterSeconds":1}""", "endAfterSeconds")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":10,"confirmWithinSeconds":60}""", "confirmWithinSeconds")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":10,"guardrails":{"errorPercent":0}}""", "guardrails.errorPercent")]
    public async Task Post_BadInput_Is400ThatNamesTheField(string body, string field)
    {
        var answer = await SendAsync(HttpMethod.Post, Path, body, "\"rev-1\"");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Contains(field, Fields(answer));
        Assert.Null(Store.Trial);
    }

    [Theory]
    [InlineData("""{"name":"random","reason":"x","sharePercent":NaN}""")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":"10"}""")]
    [InlineData("""{"name":"random","reason":"x","sharePercent":10,"guardrails":{"limit":3}}""")]
    public async Task Post_MalformedJson_Is400(string body)
    {
        var answer = await SendAsync(HttpMethod.Post, Path, body, "\"rev-1\"");

        Assert.Equal((HttpStatusCode.BadRequest, "malformed_json"), (answer.Status, Code(answer)));
        Assert.Null(Store.Trial);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("\"rev-9\"", HttpStatusCode.Conflict)]
    [InlineData("\"trial-2-1\"", HttpStatusCode.Conflict)]
    [InlineData("*", HttpStatusCode.Created)]
    public async Task Post_IfMatch_DecidesWhetherItBegins(string? ifMatch, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await SendAsync(HttpMethod.Post, Path, Begin, ifMatch)).Status);
        Assert.Equal(expected == HttpStatusCode.Created, Store.Trial is not null);
    }

    [Fact]
    public async Task Post_Second_Is409WithTheOneThatRuns()
    {
        await StartAsync();
        var second = await StartAsync();

        Assert.Equal((HttpStatusCode.Conflict, "trial_running", "\"trial-2-1\""), (second.Status, Code(second), second.Tag));
        Assert.Equal(2, second.Json!.Value.GetProperty("current").GetProperty("trial").GetProperty("strategy").GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Put_ChangesTheShare_OnlyUnderTheCurrentTag()
    {
        await StartAsync();
        var changed = await SendAsync(HttpMethod.Put, Path, """{"sharePercent":25}""", "\"trial-2-1\"");
        var stale = await SendAsync(HttpMethod.Put, Path, """{"sharePercent":50}""", "\"trial-2-1\"");

        Assert.Equal((HttpStatusCode.OK, "\"trial-2-2\""), (changed.Status, changed.Tag));
        Assert.Equal((HttpStatusCode.Conflict, "trial_conflict", "\"trial-2-2\""), (stale.Status, Code(stale), stale.Tag));
        Assert.Equal(25, Store.Trial!.Percent);
        Assert.Equal(["sharePercent"], Fields(await SendAsync(HttpMethod.Put, Path, """{"sharePercent":100}""", "\"trial-2-2\"")));
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Put, Path, """{"sharePercent":30}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, Path, """{"sharePercent":30}""", "\"rev-1\"")).Status);
    }

    [Fact]
    public async Task Promote_MakesItTheActiveRevision()
    {
        await StartAsync();
        Assert.Equal(["reason"], Fields(await SendAsync(HttpMethod.Post, Path + "/promote", "{}", "\"trial-2-1\"")));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, Path + "/promote", """{"reason":"good"}""", "\"trial-2-9\"")).Status);
        var answer = await SendAsync(HttpMethod.Post, Path + "/promote", """{"reason":"good"}""", "\"trial-2-1\"");

        Assert.Equal((HttpStatusCode.OK, "\"rev-2\""), (answer.Status, answer.Tag));
        Assert.Equal(("random", "good"), (answer.Json!.Value.GetProperty("name").GetString(), answer.Json.Value.GetProperty("reason").GetString()));
        Assert.Equal([2, 1], (await GetAsync("/api/strategy/history")).EnumerateArray().Select(r => r.GetProperty("revision").GetInt32()));
        Assert.Equal("promoted", (await GetAsync(Path)).GetProperty("ended")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Delete_EndsIt()
    {
        await StartAsync();
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Delete, Path)).Status);
        Assert.Equal(["reason"], Fields(await SendAsync(HttpMethod.Delete, Path + "?reason=%00", ifMatch: "\"trial-2-1\"")));
        var answer = await SendAsync(HttpMethod.Delete, Path + "?reason=no%20gain", ifMatch: "\"trial-2-1\"");

        Assert.Equal((HttpStatusCode.OK, "\"rev-1\""), (answer.Status, answer.Tag));
        var ended = answer.Json!.Value.GetProperty("ended")[0];
        Assert.Equal(("ended", "no gain"), (ended.GetProperty("outcome").GetString(), ended.GetProperty("why").GetString()));
        Assert.Null(Store.Trial);
    }

    [Theory]
    [InlineData("PUT", "", """{"sharePercent":10}""")]
    [InlineData("POST", "/promote", """{"reason":"good"}""")]
    [InlineData("DELETE", "", null)]
    public async Task WithoutATrial_Is404(string method, string path, string? body) =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(new HttpMethod(method), Path + path, body, "*")).Status);

    [Fact]
    public async Task Guardrails_NeedSomethingToCutShort_AndAreShownWhilePending()
    {
        var without = await SendAsync(HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"x","guardrails":{"errorPercent":5}}""", "\"rev-1\"");
        var unmeasured = await SendAsync(
            HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"x","confirmWithinSeconds":60,"guardrails":{"ttftTimes":2}}""", "\"rev-1\"");
        var guarded = await SendAsync(
            HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"x","confirmWithinSeconds":60,"guardrails":{"errorPercent":5}}""", "\"rev-1\"");

        Assert.Equal(["guardrails"], Fields(without));
        Assert.Equal(["guardrails.ttftTimes"], Fields(unmeasured));
        Assert.Equal(HttpStatusCode.OK, guarded.Status);
        var limit = guarded.Json!.Value.GetProperty("pending").GetProperty("guardrails")[0];
        Assert.Equal(("failed requests", 5), (limit.GetProperty("what").GetString(), limit.GetProperty("limit").GetInt32()));
    }

    private Task<Answer> StartAsync() => SendAsync(HttpMethod.Post, Path, Begin, "\"rev-1\"");
}
