using System.Net;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Api;

public sealed class AccuracyApiTests : ApiTest
{
    [Fact]
    public async Task Accuracy_NoTraffic_HasNullsAndNotZeros()
    {
        var json = await GetAsync("/api/accuracy");

        Assert.Equal(("15m", "fleet"), (json.GetProperty("window").GetString(), json.GetProperty("by").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("fleet").GetProperty("error").GetProperty("bias").ValueKind);
        Assert.Empty(json.GetProperty("rows").EnumerateArray());
        Assert.Equal(20, json.GetProperty("density").GetArrayLength());
    }

    [Theory]
    [InlineData("1m", "worker", "w1")]
    [InlineData("15m", "model", "m")]
    [InlineData("all", "tenant", "acme")]
    public async Task Accuracy_Traffic_CausesSumToWhatWasNotDelivered(string window, string by, string key)
    {
        Host.AddWorker("w1");
        Host.Request("r1", tenant: "acme", account: DecisionSamples.Account());
        Host.Request("r2", tenant: "acme");

        var json = await GetAsync($"/api/accuracy?window={window}&by={by}");

        var row = json.GetProperty("rows").EnumerateArray().Single();
        Assert.Equal(key, row.GetProperty("key").GetString());
        Assert.Equal((2, 1), (row.GetProperty("requests").GetInt32(), row.GetProperty("reportingRequests").GetInt32()));
        Assert.Equal((6400, 5000, 4000, 3000), (Tokens("prompt"), Tokens("available"), Tokens("captured"), Tokens("delivered")));
        Assert.Equal(3400, row.GetProperty("lost").EnumerateObject().Sum(c => c.Value.GetInt32()));
        Assert.Equal(600, row.GetProperty("lost").GetProperty("stale-index").GetInt32());
        Assert.Equal(1000, row.GetProperty("reported").GetProperty("bias").GetDouble());
        Assert.Equal(1600, row.GetProperty("predicted").GetProperty("meanAbsoluteError").GetDouble());
        Assert.Equal(1, json.GetProperty("density")[12][9].GetInt32());

        int Tokens(string name) => row.GetProperty(name + "Tokens").GetInt32();
    }

    [Fact]
    public async Task Accuracy_Csv_HasTheFleetFirstAndTheSameColumnsEverywhere()
    {
        Host.AddWorker("w1");
        Host.Request("r1", tenant: "=evil()", account: DecisionSamples.Account());

        var answer = await SendAsync(HttpMethod.Get, "/api/accuracy?by=tenant&format=csv");

        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("key,requests,reportingRequests,promptTokens,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("fleet,1,1,6400,5000,4000,3000,0,400,600,0,0,1000,0,1384,16,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("'=evil(),1,1,6400,", lines[2], StringComparison.Ordinal);
        Assert.Single(lines.Select(l => l.Count(c => c == ',')).Distinct());
    }

    [Fact]
    public async Task Accuracy_BadQuery_NamesEachField()
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/accuracy?window=2h&by=colour&format=xml");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["window", "by", "format"], Fields(answer));
    }

    [Fact]
    public async Task Decisions_Mispredicted_AreThoseFarOff()
    {
        Host.AddWorker("w1");
        Host.Request("off", account: DecisionSamples.Account());
        Host.Request("right", account: ReuseAccount.Of(new ReuseEvidence { Prompt = 1000, Available = 600, Captured = 600, Delivered = 500, Deliverable = 992 }));
        Host.Request("silent");

        var items = (await GetAsync("/api/decisions?mispredicted=true")).GetProperty("items").EnumerateArray();

        Assert.Equal("off", items.Single().GetProperty("id").GetString());
        Assert.Equal(["mispredicted"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions?mispredicted=perhaps")));
    }

    [Fact]
    public async Task Decisions_SharesAndWindow_AreThoseOfTheCell()
    {
        Host.AddWorker("w1");
        Host.Request("in", account: DecisionSamples.Account());
        Host.Request("out", account: ReuseAccount.Of(new ReuseEvidence { Prompt = 1000, Available = 600, Captured = 600, Delivered = 600, Deliverable = 992 }));

        Assert.Equal(["in"], await Ids("captured=60-65&delivered=45-50&window=15m"));
        Assert.Equal(["out", "in"], await Ids("captured=60-65&window=all"));
        Assert.Empty(await Ids("delivered=90-95"));
        Assert.Equal(["captured", "delivered", "window"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions?captured=65-60&delivered=x&window=2h")));
        Assert.Equal(["window"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions.csv?window=15m&from=2026-11-26T00:00:00Z")));

        async Task<string[]> Ids(string query) =>
            [.. (await GetAsync("/api/decisions?" + query)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }

    [Fact]
    public async Task Calibration_OfOneWorker_HasTenStepsAndNullsWhereNothingWas()
    {
        Host.AddWorker("w1");
        Host.Request("r1", account: DecisionSamples.Account());

        var json = await GetAsync("/api/accuracy/calibration?by=worker&key=w1&window=all");

        Assert.Equal(("all", "worker", "w1"), (json.GetProperty("window").GetString(), json.GetProperty("by").GetString(), json.GetProperty("key").GetString()));
        var bins = json.GetProperty("bins");
        Assert.Equal(10, bins.GetArrayLength());
        Assert.Equal(("60-70", 1, 4000, 3000, false), (
            bins[6].GetProperty("captured").GetString(), bins[6].GetProperty("requests").GetInt32(), bins[6].GetProperty("capturedTokens").GetInt32(),
            bins[6].GetProperty("deliveredTokens").GetInt32(), bins[6].GetProperty("enough").GetBoolean()));
        Assert.Equal((0.625, 0.46875), (bins[6].GetProperty("expectedShare").GetDouble(), bins[6].GetProperty("deliveredShare").GetDouble()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, bins[0].GetProperty("deliveredShare").ValueKind);
        Assert.Equal(0, (await GetAsync("/api/accuracy/calibration?by=worker&key=nobody")).GetProperty("bins")[6].GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task Calibration_CsvAndBadQuery()
    {
        Host.AddWorker("w1");
        Host.Request("r1", account: DecisionSamples.Account());

        var answer = await SendAsync(HttpMethod.Get, "/api/accuracy/calibration?format=csv");

        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("captured,requests,promptTokens,capturedTokens,deliveredTokens,expectedShare,deliveredShare,enough", lines[0]);
        Assert.Equal("60-70 %,1,6400,4000,3000,0.625,0.46875,False", lines[7]);
        Assert.Equal(11, lines.Length);
        Assert.Equal(["window", "by", "format"], Fields(await SendAsync(HttpMethod.Get, "/api/accuracy/calibration?window=2h&by=colour&format=xml")));
    }

    [Fact]
    public async Task Decision_WithAccount_ShowsItAndTheCsvToo()
    {
        Host.AddWorker("w1");
        Host.Request("r1", account: DecisionSamples.Account());
        Host.Request("r2");

        var account = (await GetAsync("/api/decisions/r1")).GetProperty("account");
        var silent = (await GetAsync("/api/decisions/r2")).GetProperty("account");
        var lines = (await SendAsync(HttpMethod.Get, "/api/decisions.csv")).Text.Split("\r\n");

        Assert.Equal(3000, account.GetProperty("deliveredTokens").GetInt32());
        Assert.Equal(400, account.GetProperty("lost").GetProperty("evicted").GetInt32());
        Assert.Equal((4000, 4600), (account.GetProperty("reportedTokens").GetInt32(), account.GetProperty("predictedTokens").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, silent.ValueKind);
        Assert.EndsWith(",capturedTokens,unexpectedTokens,lost-evicted,lost-stale-index,lost-untrusted-index,lost-tokenizer,lost-overruled,lost-namespace,lost-cold,lost-below-block,expectedCachedTokens,firstFailure,firstFailureStatus", lines[0], StringComparison.Ordinal);
        Assert.Contains(",4000,0,400,600,0,0,1000,0,1384,16,", lines[2], StringComparison.Ordinal);
        Assert.Contains(",,,,,,,,,,,", lines[1], StringComparison.Ordinal);
    }
}
