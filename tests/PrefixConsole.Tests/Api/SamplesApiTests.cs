using System.Net;

namespace PrefixConsole.Tests.Api;

public sealed class SamplesApiTests : ApiTest
{
    [Fact]
    public async Task Samples_OfATime_AreJsonAndATable()
    {
        var samples = await GetAsync("/api/samples?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&points=10");
        var table = await SendAsync(HttpMethod.Get, "/api/samples?format=csv");

        Assert.Equal("2026-01-01T00:00:00+00:00", samples.GetProperty("from").GetString());
        Assert.Empty(samples.GetProperty("samples").EnumerateArray());
        Assert.Equal("text/csv", table.Type);
        Assert.StartsWith("at,requests,errors,ttftP50Ms", table.Text.TrimStart('\ufeff'));
        Assert.Contains("revision,promptTokens,availableTokens,capturedTokens,deliveredTokens,reportingPromptTokens\r\n", table.Text);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=NaN", "to")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from")]
    [InlineData("from=2999-01-01", "from")]
    [InlineData("points=0", "points")]
    [InlineData("points=10001", "points")]
    [InlineData("points=ten", "points")]
    [InlineData("format=xml", "format")]
    public async Task Samples_BadQuery_NamesTheField(string query, string field)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/api/samples?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }

    [Fact]
    public async Task Samples_OfTheBeginningOfTime_IsNoError() =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/samples?to=0001-01-01T00:30:00Z")).Status);
}
