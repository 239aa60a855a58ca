using System.Net;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Api;

public sealed class LabelRulesApiTests : ApiTest
{
    private const string Path = "/api/prefixes/label-rules";
    private const string Rules = """{"rules":[{"label":"{tenant} system prompt","part":"system","atStart":true},{"label":"big","minTokens":5000}]}""";

    [Fact]
    public async Task Put_ReplacesAll_AndIsInTheAudit()
    {
        var none = await SendAsync(HttpMethod.Get, Path);
        Assert.Equal((HttpStatusCode.OK, "\"rev-1\"", 0), (none.Status, none.Tag, none.Json!.Value.GetProperty("rules").GetArrayLength()));

        var put = await SendAsync(HttpMethod.Put, Path, Rules, none.Tag);

        Assert.Equal((HttpStatusCode.OK, "\"rev-2\""), (put.Status, put.Tag));
        var now = await GetAsync(Path);
        Assert.Equal(["{tenant} system prompt", "big"], now.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("label").GetString()));
        Assert.Equal(2, now.GetProperty("runs").GetArrayLength());
        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = "prefix.label-rules" }, 10, Cancel);
        Assert.Contains("system prompt", Assert.Single(rows).After, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, Path, """{"rules":[]}""", put.Tag)).Status);
        Assert.Empty(Host.Get<LabelRuleBook>().Current.Rules);
    }

    [Fact]
    public async Task Put_TwoFromTheSameRevision_SecondGets409WithWhatIsInForce()
    {
        await SendAsync(HttpMethod.Put, Path, Rules, "\"rev-1\"");

        var second = await SendAsync(HttpMethod.Put, Path, """{"rules":[]}""", "\"rev-1\"");

        Assert.Equal((HttpStatusCode.Conflict, "revision_conflict", "\"rev-2\""), (second.Status, Code(second), second.Tag));
        Assert.Equal(2, second.Json!.Value.GetProperty("current").GetProperty("rules").GetArrayLength());
        Assert.Equal(2, Host.Get<LabelRuleBook>().Current.Rules.Length);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Put, Path, Rules)).Status);
    }

    [Theory]
    [InlineData("{}", "rules")]
    [InlineData("""{"rules":[null]}""", "rules[0]")]
    [InlineData("""{"rules":[{"model":"m"}]}""", "rules[0].label")]
    [InlineData("""{"rules":[{"label":"all"}]}""", "rules[0].label")]
    [InlineData("""{"rules":[{"label":"a","model":"m"},{"label":"{x}","model":"m"}]}""", "rules[1].label")]
    [InlineData("""{"rules":[{"label":"a","part":"footer"}]}""", "rules[0].part")]
    [InlineData("""{"rules":[{"label":"a","minTokens":-3}]}""", "rules[0].minTokens")]
    public async Task Put_BadRule_Is400ThatNamesTheField(string body, string field)
    {
        var answer = await SendAsync(HttpMethod.Put, Path, body, "\"rev-1\"");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, Fields(answer));
        Assert.Equal(1, Host.Get<LabelRuleBook>().Current.Revision);
    }

    [Theory]
    [InlineData("""{"rules":[{"label":"a","minTokens":NaN}]}""")]
    [InlineData("""{"rules":[{"label":"a","minTokens":1e999}]}""")]
    [InlineData("""{"rules":[{"label":"a","text":"secret"}]}""")]
    [InlineData("""{"rules":"all"}""")]
    public async Task Put_MalformedJson_Is400(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, Path, body, "\"rev-1\"")).Status);
}
