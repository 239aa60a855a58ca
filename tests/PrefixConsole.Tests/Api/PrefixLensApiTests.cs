using System.Net;
using System.Text.Json;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Api;

public sealed class PrefixLensApiTests : ApiTest
{
    private const string Path = "/api/prefixes/lens";

    [Fact]
    public async Task Compare_SaysWhatEachSideHolds()
    {
        Fill();

        var all = await GetAsync(Path + "?lens=ab&a=w1&b=w22");
        var onlyB = await GetAsync(Path + "?lens=ab&a=w1&b=w22&show=only-b");

        Assert.Equal((64, 128, 192), (Long(all, "onlyATokens"), Long(all, "bothTokens"), Long(all, "onlyBTokens")));
        Assert.Equal(3, all.GetProperty("rows").GetArrayLength());
        Assert.Equal(192, Long(Assert.Single(onlyB.GetProperty("rows").EnumerateArray()), "onlyBTokens"));
    }

    [Fact]
    public async Task Duplicates_HasSumsAndNoSides()
    {
        Fill();

        var answer = await GetAsync(Path + "?lens=duplicates");

        Assert.Equal((384, 512, 128), (Long(answer, "tokens"), Long(answer, "heldTokens"), Long(answer, "duplicatedTokens")));
        Assert.Equal((JsonValueKind.Null, 1.0), (answer.GetProperty("onlyATokens").ValueKind, answer.GetProperty("readShare").GetDouble()));
        var row = Assert.Single(answer.GetProperty("rows").EnumerateArray());
        Assert.Equal((128, 2), (Long(row, "duplicatedTokens"), row.GetProperty("holders").GetArrayLength()));
    }

    [Fact]
    public async Task Cold_FiltersByIdleTimeAndNamespace()
    {
        Fill();

        Assert.Equal(3, (await GetAsync(Path + "?lens=cold&idle=0")).GetProperty("matching").GetInt32());
        Assert.Equal(0, (await GetAsync(Path + "?lens=cold&idle=60")).GetProperty("matching").GetInt32());
        Assert.Equal(0, (await GetAsync(Path + "?lens=cold&idle=0&namespace=other")).GetProperty("matching").GetInt32());
    }

    [Fact]
    public async Task Csv_HasARowForEachRun()
    {
        Fill();

        var answer = await SendAsync(HttpMethod.Get, Path + "?lens=cold&idle=0&max=2&format=csv");

        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id,name,namespace,startBlock", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Contains("w1 w22", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "lens")]
    [InlineData("?lens=other&show=left&max=0&idle=-1&format=xml", "lens,show,idle,max,format")]
    [InlineData("?lens=ab", "a,b")]
    [InlineData("?lens=ab&a=w1&b=gone", "b")]
    [InlineData("?lens=ab&a=w1&b=w1", "b")]
    public async Task BadInput_NamesTheFields(string query, string fields)
    {
        Fill();

        var answer = await SendAsync(HttpMethod.Get, Path + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(fields.Split(','), Fields(answer));
    }

    private static long Long(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private void Fill()
    {
        Serve(Host.AddWorker("w1"), 1, 2, 3);
        Serve(Host.AddWorker("w22"), 1, 2, 7, 8, 9);
    }

    private void Serve(Worker worker, params ulong[] hashes) => Host.Get<ApproximatePrefixTree>().Insert(
        worker.Slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = hashes.Length * 256 }, "m");

    [Fact]
    public async Task TreeAndLens_OfATenant_LeaveOutTheOthers()
    {
        Host.AddWorker("w1");
        Host.Request("a", tenant: "acme");
        Host.Request("b", tenant: "other");

        var tree = await GetAsync("/api/prefixes/tree?tenant=acme");
        var lens = await GetAsync("/api/prefixes/lens?lens=cold&idle=0&tenant=acme&model=m");

        Assert.Equal("m · tenant acme", Assert.Single(tree.GetProperty("nodes").EnumerateArray()).GetProperty("namespace").GetString());
        Assert.Equal(1, tree.GetProperty("shownShare").GetDouble());
        Assert.All(lens.GetProperty("rows").EnumerateArray(), r => Assert.Equal("m · tenant acme", r.GetProperty("namespace").GetString()));
        Assert.Empty((await GetAsync("/api/prefixes/tree?model=nobody")).GetProperty("nodes").EnumerateArray());
    }
}
