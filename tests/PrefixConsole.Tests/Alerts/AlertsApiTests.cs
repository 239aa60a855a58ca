using System.Net;
using PrefixConsole.Alerts;
using PrefixConsole.Tests.Api;

namespace PrefixConsole.Tests.Alerts;

public sealed class AlertsApiTests : ApiTest
{
    [Fact]
    public async Task List_HasEveryRuleAndAnETag()
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/alerts");

        Assert.Equal("\"rev-1\"", answer.Tag);
        Assert.Equal(AlertRules.All.Count, answer.Json!.Value.GetProperty("rules").GetArrayLength());
        Assert.StartsWith("id,title", (await SendAsync(HttpMethod.Get, "/api/alerts?format=csv")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ChangesOneRuleOnce()
    {
        var changed = await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":10,"forSeconds":30}""", ifMatch: "\"rev-1\"");
        Assert.Equal((HttpStatusCode.OK, "\"rev-2\""), (changed.Status, changed.Tag));
        var stale = await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":20}""", ifMatch: "\"rev-1\"");
        Assert.Equal((HttpStatusCode.Conflict, "revision_conflict"), (stale.Status, Code(stale)));
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":20}""")).Status);
        Assert.Equal(10, Host.Get<AlertBook>().Of("queue").Threshold);
    }

    [Fact]
    public async Task Put_ConflictsOverTheRuleItself_AndNothingElse()
    {
        var rule = await SendAsync(HttpMethod.Get, "/api/alerts/rules/queue");
        Assert.Equal(("\"rev-1\"", 1), (rule.Tag, rule.Json!.Value.GetProperty("revision").GetInt32()));
        await SendAsync(HttpMethod.Put, "/api/alerts/rules/kv-usage", """{"threshold":0.5}""", ifMatch: "\"rev-1\"");
        await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", """{"minutes":5}""");

        var changed = await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":10}""", ifMatch: rule.Tag);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotNull(Host.Get<AlertBook>().Of("queue").SilencedUntil);

        var stale = await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":20}""", ifMatch: rule.Tag);
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal((await SendAsync(HttpMethod.Get, "/api/alerts/rules/queue")).Tag, stale.Tag);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":20}""", ifMatch: stale.Tag)).Status);
        // The list's own tag was seen after every edit, and may be sent too.
        var list = await SendAsync(HttpMethod.Get, "/api/alerts");
        Assert.NotEqual(stale.Tag, list.Tag);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", """{"threshold":30}""", ifMatch: list.Tag)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/alerts/rules/nothing")).Status);
    }

    [Fact]
    public async Task History_IsFilteredAndCheckedAndComesAsATable()
    {
        Assert.Equal(["limit", "rule", "before"], Fields(await SendAsync(HttpMethod.Get, "/api/alerts/history?limit=0&rule=x&before=x")));
        Assert.StartsWith("id,at,rule,state", (await SendAsync(HttpMethod.Get, "/api/alerts/history?rule=queue&format=csv")).Text, StringComparison.Ordinal);
        var history = await GetAsync("/api/alerts/history?rule=queue&limit=10");
        Assert.Equal((0, System.Text.Json.JsonValueKind.Null), (history.GetProperty("changes").GetArrayLength(), history.GetProperty("before").ValueKind));
    }

    [Theory]
    [InlineData("""{"threshold":-1}""", "threshold")]
    [InlineData("""{"threshold":1e300}""", "threshold")]
    [InlineData("""{"forSeconds":-1}""", "forSeconds")]
    [InlineData("""{"forSeconds":86400}""", "forSeconds")]
    [InlineData("""{"threshold":"NaN"}""", "$.threshold")]
    [InlineData("""{"unknown":1}""", "$.unknown")]
    [InlineData("", "$")]
    public async Task Put_BadInput_NamesTheFieldAndChangesNothing(string body, string field)
    {
        var answer = await SendAsync(HttpMethod.Put, "/api/alerts/rules/queue", body, ifMatch: "\"rev-1\"");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
        Assert.Equal(1, Host.Get<AlertBook>().Revision);
    }

    [Fact]
    public async Task UnknownRule_Is404()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, "/api/alerts/rules/%3Cscript%3E", "{}", ifMatch: "\"rev-1\"")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/alerts/rules/nothing/silence", """{"minutes":5}""")).Status);
    }

    [Fact]
    public async Task Silence_EndsOrIsEnded()
    {
        Assert.Equal(["minutes"], Fields(await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", """{"minutes":0}""")));
        Assert.Equal(["minutes", "reason"], Fields(await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", $$"""{"minutes":99999,"reason":"{{new string('x', 501)}}"}""")));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", """{"minutes":5,"reason":"known"}""")).Status);
        Assert.True(Host.Get<AlertMonitor>().Read().Single(v => v.Rule.Id == "queue").Silenced);
        var silenced = await StatesOfAsync("alert.silence");
        Assert.Null(silenced.Before);
        Assert.Matches("""^\{"until":"[^"]+","by":"admin","reason":"known"\}$""", silenced.After);
        await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", """{"minutes":9,"reason":"still"}""");
        Assert.Equal(silenced.After, (await StatesOfAsync("alert.silence")).Before);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, "/api/alerts/rules/queue/silence")).Status);
        var lifted = await StatesOfAsync("alert.unsilence");
        Assert.Contains("\"by\":\"admin\",\"reason\":\"still\"", lifted.Before, StringComparison.Ordinal);
        Assert.Null(lifted.After);
        Assert.False(Host.Get<AlertMonitor>().Read().Single(v => v.Rule.Id == "queue").Silenced);
    }

    [Fact]
    public async Task BackTest_ChangesNothing()
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/back-test?hours=2", """{"threshold":1}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Json!.Value.GetProperty("fired").GetInt32());
        Assert.Equal(["hours"], Fields(await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/back-test?hours=0", "{}")));
        Assert.Equal(1, Host.Get<AlertBook>().Revision);
    }
}
