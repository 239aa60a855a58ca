using System.Net;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Api;

public sealed class StrategyApiTests : ApiTest
{
    private const string Tree = """{"name":"approximate-tree","parameters":{"cache-threshold":0.5,"gate":"fleet"},"reason":"try it"}""";

    private const string Back = """{"reason":"it was better"}""";

    [Fact]
    public async Task Put_WithTheCurrentTag_AppliesAndChangesTheTag()
    {
        var before = await SendAsync(HttpMethod.Get, "/api/strategy");
        Assert.Equal("\"rev-1\"", before.Tag);
        var answer = await SendAsync(HttpMethod.Put, "/api/strategy", Tree, before.Tag);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("\"rev-2\"", answer.Tag);
        var now = await GetAsync("/api/strategy");
        Assert.Equal("approximate-tree", now.GetProperty("name").GetString());
        Assert.Equal(0.5, now.GetProperty("parameters").GetProperty("cache-threshold").GetDouble());
        Assert.Equal("fleet", now.GetProperty("effective").GetProperty("gate").GetString());
        Assert.Equal("try it", now.GetProperty("reason").GetString());
        Assert.Equal("approximate-tree", Host.Get<StrategyStore>().Current.Spec.Name);
        Assert.Equal([2, 1], (await GetAsync("/api/strategy/history")).EnumerateArray().Select(r => r.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task History_OfATime_IsThatOfTheTableToo()
    {
        var store = Host.Get<StrategyStore>();
        store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "=cmd", null);
        var second = Uri.EscapeDataString(store.Current.At.AddTicks(1).ToString("O"));

        Assert.Equal(2, (await GetAsync("/api/strategy/history?range=15m")).GetArrayLength());
        Assert.Equal(0, (await GetAsync($"/api/strategy/history?from={second}")).GetArrayLength());
        var rows = (await SendAsync(HttpMethod.Get, "/api/strategy/history?range=15m&format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.EndsWith("ttftP50MsBefore,ttftP50MsAfter,ttftP95MsBefore,ttftP95MsAfter,hitRateBefore,hitRateAfter,hitRateIs,errorRateBefore,errorRateAfter", rows[0]);
        Assert.Single((await SendAsync(HttpMethod.Get, "/api/strategy/history?to=2026-01-01&format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, "/api/strategy/history?format=xml")));
        Assert.Equal(System.Text.Json.JsonValueKind.Object, (await GetAsync("/api/strategy/revisions/2")).GetProperty("strategy").GetProperty("effect").ValueKind);
    }

    [Fact]
    public async Task Put_TwoFromTheSameRevision_SecondGets409WithTheDifferences()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/strategy", Tree, "\"rev-1\"")).Status);
        var second = await SendAsync(
            HttpMethod.Put, "/api/strategy", """{"name":"approximate-tree","parameters":{"cache-threshold":0.7},"reason":"mine"}""", "\"rev-1\"");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal("\"rev-2\"", second.Tag);
        Assert.Equal(2, second.Json!.Value.GetProperty("current").GetProperty("revision").GetInt32());
        var differences = second.Json.Value.GetProperty("differences").EnumerateArray()
            .Select(d => (d.GetProperty("field").GetString(), d.GetProperty("current").GetString(), d.GetProperty("submitted").GetString()));
        Assert.Contains(("parameters.cache-threshold", "0.5", "0.7"), differences);
        Assert.Equal(2, Host.Get<StrategyStore>().Current.Number);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("\"rev-99\"", HttpStatusCode.Conflict)]
    [InlineData("\"other\"", HttpStatusCode.Conflict)]
    [InlineData("W/\"rev-1\"", HttpStatusCode.Conflict)]
    [InlineData("\"rev--1\"", HttpStatusCode.Conflict)]
    [InlineData("rev-1", HttpStatusCode.BadRequest)]
    [InlineData("\"rev-1\", \"rev-2\"", HttpStatusCode.BadRequest)]
    [InlineData("*", HttpStatusCode.OK)]
    public async Task Put_IfMatch_DecidesWhetherItIsApplied(string? ifMatch, HttpStatusCode expected)
    {
        var answer = await SendAsync(HttpMethod.Put, "/api/strategy", Tree, ifMatch);
        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == HttpStatusCode.OK ? 2 : 1, Host.Get<StrategyStore>().Current.Number);
    }

    [Theory]
    [InlineData("""{"name":"magic"}""", "name")]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"<script>alert(1)</script>"}""", "name")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":7}}""", "parameters.cache-threshold")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":"NaN"}}""", "parameters.cache-threshold")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":1e999}}""", "parameters.cache-threshold")]
    [InlineData("""{"name":"approximate-tree","parameters":{"gate":"sideways"}}""", "parameters.gate")]
    [InlineData("""{"name":"approximate-tree","parameters":{"no-such":1}}""", "parameters.no-such")]
    [InlineData("""{"name":"custom","scorers":[null]}""", "scorers[0]")]
    [InlineData("""{"name":"custom","scorers":[{"scorer":"no-such","weight":1}]}""", "scorers[0].scorer")]
    [InlineData("""{"name":"random","reason":"\u0000"}""", "reason")]
    [InlineData("""{"name":"random"}""", "reason")]
    [InlineData("""{"name":"random","reason":null}""", "reason")]
    [InlineData("""{"name":"random","reason":" \t\n "}""", "reason")]
    public async Task Put_InvalidSpec_Gets400ByFieldAndKeepsTheRevision(string body, string field)
    {
        var answer = await SendAsync(HttpMethod.Put, "/api/strategy", body, "\"rev-1\"");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Contains(Fields(answer), f => f.StartsWith(field, StringComparison.Ordinal));
        Assert.Equal(1, Host.Get<StrategyStore>().Current.Number);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"random\"")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":"random","nmae":"x"}""")]
    [InlineData("""{"name":"random","name":"round-robin"}""")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":NaN}}""")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":[1]}}""")]
    [InlineData("""{"name":"approximate-tree","parameters":{"cache-threshold":null}}""")]
    public async Task Put_MalformedJson_Gets400ThatSaysWhy(string body)
    {
        var answer = await SendAsync(HttpMethod.Put, "/api/strategy", body, "\"rev-1\"");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("malformed_json", Code(answer));
        Assert.NotEmpty(answer.Json!.Value.GetProperty("detail").GetString()!);
        Assert.Equal(1, Host.Get<StrategyStore>().Current.Number);
    }

    [Fact]
    public async Task Put_HugeOrDeepBody_IsRefused()
    {
        var huge = await SendAsync(HttpMethod.Put, "/api/strategy", $$"""{"name":"{{new string('x', 300_000)}}"}""", "\"rev-1\"");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.Status);
        var deep = await SendAsync(HttpMethod.Put, "/api/strategy", new string('[', 10_000), "\"rev-1\"");
        Assert.Equal(HttpStatusCode.BadRequest, deep.Status);
    }

    [Fact]
    public async Task Put_ReasonTooLong_IsRefused()
    {
        var answer = await SendAsync(HttpMethod.Put, "/api/strategy", $$"""{"name":"random","reason":"{{new string('x', 501)}}"}""", "\"rev-1\"");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["reason"], Fields(answer));
        Assert.Equal(1, Host.Get<StrategyStore>().Current.Number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"reason":"  "}""")]
    public async Task Restore_WithoutAReason_Is400ThatNamesIt(string? body)
    {
        await SendAsync(HttpMethod.Put, "/api/strategy", Tree, "\"rev-1\"");
        var answer = await SendAsync(HttpMethod.Post, "/api/strategy/revisions/1/restore", body, ifMatch: "\"rev-2\"");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["reason"], Fields(answer));
        Assert.Equal(2, Host.Get<StrategyStore>().Current.Number);
    }

    [Fact]
    public async Task Restore_EarlierRevision_BecomesANewOne()
    {
        await SendAsync(HttpMethod.Put, "/api/strategy", Tree, "\"rev-1\"");
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Post, "/api/strategy/revisions/1/restore")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/strategy/revisions/1/restore", Back, "\"rev-1\"")).Status);
        var answer = await SendAsync(HttpMethod.Post, "/api/strategy/revisions/1/restore", Back, "\"rev-2\"");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("\"rev-3\"", answer.Tag);
        Assert.Equal("approximate-prefix", answer.Json!.Value.GetProperty("name").GetString());
        Assert.Equal("it was better", answer.Json.Value.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Revision_TellsWhatItWasAppliedWithAndWhatEndedIt()
    {
        await SendAsync(
            HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"try","confirmWithinSeconds":60,"guardrails":{"errorPercent":5}}""", "\"rev-1\"");
        await SendAsync(HttpMethod.Post, "/api/strategy/confirm", ifMatch: "\"rev-2\"");
        await SendAsync(HttpMethod.Post, "/api/strategy/revisions/1/restore", Back, "\"rev-2\"");

        var revision = await GetAsync("/api/strategy/revisions/2");

        Assert.Equal((2, "random"), (revision.GetProperty("strategy").GetProperty("revision").GetInt32(), revision.GetProperty("strategy").GetProperty("name").GetString()));
        var terms = revision.GetProperty("terms");
        Assert.Equal(("", 60, 5), (terms.GetProperty("untold").GetString(), terms.GetProperty("confirmWithinSeconds").GetInt32(), terms.GetProperty("guardrails").GetProperty("errorPercent").GetInt32()));
        Assert.Equal(3, terms.GetProperty("next").GetInt32());
        Assert.Equal("returned", terms.GetProperty("ending").GetString());
        Assert.Equal("it was better", terms.GetProperty("ended").GetProperty("note").GetString());
        Assert.NotEqual(default, terms.GetProperty("confirmed").GetProperty("at").GetDateTimeOffset());
        Assert.Equal(0, (await GetAsync("/api/strategy/revisions/3")).GetProperty("terms").GetProperty("confirmWithinSeconds").GetInt32());
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task Revision_Unknown_Is404(string number) =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/strategy/revisions/{number}")).Status);

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task Restore_UnknownRevision_Is404(string number)
    {
        var answer = await SendAsync(HttpMethod.Post, $"/api/strategy/revisions/{number}/restore", Back, "\"rev-1\"");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task Preview_SaysWhatWouldChangeAndAppliesNothing()
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/strategy/preview", Tree);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(
            answer.Json!.Value.GetProperty("differences").EnumerateArray(),
            d => d.GetProperty("field").GetString() == "name" && d.GetProperty("submitted").GetString() == "approximate-tree");
        Assert.Equal(1, Host.Get<StrategyStore>().Current.Number);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/api/strategy/preview", """{"name":"magic"}""")).Status);
    }

    [Theory]
    [InlineData("consistent-hash")]
    [InlineData("session-affinity")]
    public async Task Preview_OfWhatGoesByPromptsOrSessions_DecidesAllAndCountsSessions(string name)
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        Host.Request("r1", session: "ada@example.org");
        Host.Request("r2", session: "ada@example.org");
        Host.Request("r3");

        var answer = await SendAsync(HttpMethod.Post, "/api/strategy/preview", $$"""{"name":"{{name}}"}""");

        var impact = answer.Json!.Value.GetProperty("impact");
        Assert.Equal(("record", 3, 0), (impact.GetProperty("basis").GetString(), impact.GetProperty("decided").GetInt32(), impact.GetProperty("untold").GetInt32()));
        Assert.Equal((1, 1), (impact.GetProperty("sessionsNamed").GetInt32(), impact.GetProperty("sessionsTold").GetInt32()));
        Assert.InRange(impact.GetProperty("sessionsMoved").GetInt32(), 0, 1);
        Assert.DoesNotContain("ada@", answer.Text + (await SendAsync(HttpMethod.Get, "/api/decisions/r1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_TellsTheWarmPrefixesInUseAndThoseThatWouldStopBeingUsed()
    {
        var log = Host.Get<DecisionLog>();
        // 50 of 100 blocks of 64 tokens found where it went; the other worker idles.
        log.Record(DecisionSamples.Decision(
            "r1", DecisionReasons.CacheHit, "a", [DecisionSamples.Candidate("a", 50, 4, column: 0), DecisionSamples.Candidate("b", 0, 1, column: 1)]));

        var warm = (await SendAsync(HttpMethod.Post, "/api/strategy/preview", """{"name":"least-loaded"}""")).Json!.Value.GetProperty("impact").GetProperty("warm");

        Assert.Equal(
            """{"prefixes":1,"tokens":3200,"stopPrefixes":1,"stopTokens":3200,"untoldPrefixes":0,"untoldTokens":0,"partialRequests":0,"keylessRequests":0,"headBytes":4096,"headsDiffer":false}""",
            warm.GetRawText().Replace(",\"headTokens\":null", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strategies_ListsParametersWithRangesAndRules()
    {
        var catalog = await GetAsync("/api/strategies");
        Assert.Contains(catalog.GetProperty("strategies").EnumerateArray(), s => s.GetProperty("name").GetString() == "approximate-prefix");
        var tree = catalog.GetProperty("strategies").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "approximate-tree");
        var threshold = tree.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "cache-threshold");
        Assert.Equal(0, threshold.GetProperty("minimum").GetDouble());
        Assert.Equal(1, threshold.GetProperty("maximum").GetDouble());
        Assert.NotEqual(0, catalog.GetProperty("scorers").GetArrayLength());
    }
}
