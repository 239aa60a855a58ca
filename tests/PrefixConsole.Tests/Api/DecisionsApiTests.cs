using System.Net;
using PrefixConsole.Api;

namespace PrefixConsole.Tests.Api;

public sealed class DecisionsApiTests : ApiTest
{
    [Fact]
    public async Task Decision_Explained_HasTheWholeMatrix()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        Host.Request("first");
        Host.Request("second");
        var json = await GetAsync("/api/decisions/second");
        var decision = json.GetProperty("decision");
        Assert.Equal(2, decision.GetProperty("candidates").GetArrayLength());
        var row = decision.GetProperty("scorers").EnumerateArray().First();
        var cell = row.GetProperty("cells")[0];
        Assert.Equal(
            row.GetProperty("weight").GetDouble() * cell.GetProperty("score").GetDouble(), cell.GetProperty("contribution").GetDouble(), 4);
        Assert.Contains(
            decision.GetProperty("scorers").EnumerateArray().SelectMany(s => s.GetProperty("cells").EnumerateArray()),
            c => c.GetProperty("raw").ValueKind == System.Text.Json.JsonValueKind.Null);
        Assert.True(decision.GetProperty("timings").GetProperty("scheduleMs").GetDouble() >= 0);
        Assert.Equal(200, json.GetProperty("summary").GetProperty("outcome").GetProperty("statusCode").GetInt32());
        Assert.Equal(20, json.GetProperty("summary").GetProperty("outcome").GetProperty("timeToFirstTokenMs").GetDouble());
    }

    [Fact]
    public async Task Decisions_PagesAndFilters()
    {
        Host.AddWorker("w1");
        for (var i = 1; i <= 5; i++)
        {
            Host.Request($"r{i}", tenant: i % 2 == 0 ? "even" : "odd", status: i == 3 ? 502 : 200);
        }

        Host.Request("lost", model: "nobody-serves-this");
        var page = await GetAsync("/api/decisions?limit=2");
        Assert.Equal(["lost", "r5"], Ids(page));
        var next = await GetAsync($"/api/decisions?limit=2&before={page.GetProperty("nextBefore").GetInt64()}");
        Assert.Equal(["r4", "r3"], Ids(next));
        Assert.Equal(["r4", "r2"], Ids(await GetAsync("/api/decisions?tenant=even")));
        Assert.Equal(["r3"], Ids(await GetAsync("/api/decisions?errors=true&model=m")));
        Assert.Equal(["lost"], Ids(await GetAsync("/api/decisions?reason=unknown-model")));
        Assert.Empty(Ids(await GetAsync("/api/decisions?worker=nobody")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await GetAsync("/api/decisions?worker=w1")).GetProperty("nextBefore").ValueKind);
    }

    [Fact]
    public async Task Csv_HostileNames_CannotBecomeFormulas()
    {
        Host.Request("r1", model: "=cmd|'/C calc'!A0", tenant: "@\"x\",<script>");
        var answer = await SendAsync(HttpMethod.Get, "/api/decisions.csv");
        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n");
        Assert.StartsWith("sequence,id,at,model,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|'/C calc'!A0,\"'@\"\"x\"\",<script>\",", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[0].Count(c => c == ','), lines[1].Count(c => c == ',') - 1);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("", "")]
    public void Cell_Text_IsQuotedAndDefused(string text, string expected) => Assert.Equal(expected, DecisionCsv.Cell(text));

    [Fact]
    public void Cell_NegativeNumber_StaysANumber()
    {
        Assert.Equal("-1.5", DecisionCsv.Cell(-1.5));
        Assert.Equal("", DecisionCsv.Cell(null));
    }

    [Fact]
    public async Task Overview_AfterRequests_HasTheFunnel()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        Host.Request("b");
        var overview = await GetAsync("/api/overview");
        Assert.True(overview.GetProperty("promptTokens").GetInt64() > 0);
        Assert.True(overview.GetProperty("capturedTokens").GetInt64() > 0);
        Assert.Equal(20, overview.GetProperty("ttftP50Ms").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, overview.GetProperty("deliveredTokens").ValueKind);
        Assert.Equal(0, overview.GetProperty("inFlight").GetInt32());
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryResource()
    {
        var document = await SendAsync(HttpMethod.Get, "/api/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, document.Status);
        var paths = document.Json!.Value.GetProperty("paths");
        foreach (var path in new[] { "/api/overview", "/api/workers", "/api/workers/{id}", "/api/strategy", "/api/decisions", "/api/decisions/{id}", "/api/prefixes", "/api/demo-traffic" })
        {
            Assert.True(paths.EnumerateObject().Any(p => p.Name.TrimEnd('/') == path), path);
        }

        Assert.All(
            paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject()),
            operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
    }

    private static string[] Ids(System.Text.Json.JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
