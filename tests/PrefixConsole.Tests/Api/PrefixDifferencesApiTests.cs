using System.Net;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Tests.Api;

public sealed class PrefixDifferencesApiTests : ApiTest
{
    private const string Path = "/api/workers/w1/prefixes/differences";

    [Fact]
    public async Task Worker_ThatReports_IsComparedWithWhatIsPredicted()
    {
        var worker = Host.AddWorker("w1");
        var prompt = Serve(worker, "sabc");
        var feed = Host.Get<ReportedCaches>().Open(worker, 0)!;
        prompt.ReportStored(feed, 0);
        prompt.ReportRemoved(feed, 1, keptTextBlocks: 1);

        var answer = await GetAsync(Path);
        Assert.Equal("Trusted", answer.GetProperty("trust").GetString());
        Assert.Equal((256, 64), (answer.GetProperty("predictedTokens").GetInt64(), answer.GetProperty("reportedTokens").GetInt64()));
        Assert.Equal((0.25, 1.0), (answer.GetProperty("overlap").GetDouble(), answer.GetProperty("knownShare").GetDouble()));
        var row = Assert.Single(answer.GetProperty("rows").EnumerateArray());
        Assert.Equal(("partly", 192), (row.GetProperty("match").GetProperty("difference").GetString(), row.GetProperty("match").GetProperty("onlyPredictedTokens").GetInt64()));
        Assert.Empty((await GetAsync(Path + "?show=only-reported")).GetProperty("rows").EnumerateArray());

        var node = Assert.Single((await GetAsync("/api/workers/w1/prefixes")).GetProperty("nodes").EnumerateArray());
        Assert.Equal(64, node.GetProperty("match").GetProperty("reportedTokens").GetInt64());
        var fleet = Assert.Single((await GetAsync("/api/prefixes")).GetProperty("nodes").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, fleet.GetProperty("match").ValueKind);
    }

    [Fact]
    public async Task BadInput_NamesTheField()
    {
        Host.AddWorker("w1");

        Assert.Equal(["show"], Fields(await SendAsync(HttpMethod.Get, Path + "?show=everything")));
        Assert.Equal(["max"], Fields(await SendAsync(HttpMethod.Get, Path + "?max=1001")));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/workers/nobody/prefixes/differences")).Status);
    }

    private TokenizedPrompt Serve(Worker worker, string letters)
    {
        var prompt = TokenizedPrompt.Of(letters);
        Host.Get<ApproximatePrefixTree>().Insert(worker.Slot, prompt.Text, "m");
        Host.Get<PromptLinks>().Record(prompt.Text, prompt.Tokens, prompt.PromptTokens, prompt.Space);
        return prompt;
    }
}
