using System.Text.Json;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class ReplayVerbTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _path = Path.GetTempFileName();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "-1")]
    [InlineData("--workers", "1025")]
    [InlineData("--workers", "many")]
    [InlineData("--cache-share", "0")]
    [InlineData("--cache-share", "-0.3")]
    [InlineData("--cache-share", "NaN")]
    [InlineData("--cache-share", "Infinity")]
    [InlineData("--cache-share", "8.1")]
    [InlineData("--load", "0")]
    [InlineData("--load", "-1")]
    [InlineData("--load", "11")]
    [InlineData("--load", "NaN")]
    [InlineData("--load", "heavy")]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "1")]
    [InlineData("--seed", "x")]
    [InlineData("--engine", "sglang")]
    [InlineData("--strategy", "nearest")]
    [InlineData("--state", "guessed")]
    public async Task Replay_OptionOutOfRange_IsNamedAndNothingRuns(string option, string value)
    {
        var code = await RunAsync("--trace", ExcerptPath, option, value);

        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains(option == "--limit" && value == "1" ? "--load" : option, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("done in", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"timestamp": 1, "input_length": 5, "output_length": 1, "hash_ids": "no"}""")]
    public async Task Replay_BadTrace_IsNamedAndNothingRuns(string content)
    {
        await File.WriteAllTextAsync(_path, content, TestContext.Current.CancellationToken);

        Assert.Equal(Verbs.BadUsage, await RunAsync("--trace", _path));

        Assert.Contains("--trace", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Replay_TruncatedTrace_IsNamedAndNothingRuns()
    {
        var whole = await File.ReadAllBytesAsync(ExcerptPath, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_path, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);

        Assert.Equal(Verbs.BadUsage, await RunAsync("--trace", _path));

        Assert.Contains("--trace", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trace", "/no/such/trace")]
    [InlineData("--workers", "4")]
    public async Task Replay_NoTrace_IsNamed(string option, string value)
    {
        Assert.Equal(Verbs.BadUsage, await RunAsync(option, value));

        Assert.Contains("--trace", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_Table_HasOneLinePerStrategyWithTheBound()
    {
        var code = await RunAsync("--trace", ExcerptPath, "--workers", "4", "--load", "0.5", "--strategy", "round-robin,random");

        Assert.Equal(Verbs.Done, code);
        var row = Assert.Single(_output.ToString().Split('\n'), line => line.StartsWith("round-robin", StringComparison.Ordinal));
        Assert.Matches(@"^round-robin +0\.294 +0\.390 +3\.09 +0\.94 +9\.24 +23\.12 +1\.13 +65\.1 % +[\d,]+$", row.TrimEnd());
        Assert.Contains("2/2 random: done", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BothStates_AreRowsSideBySideAndDifferWhereReportsCount()
    {
        var code = await RunAsync(
            "--trace", ExcerptPath, "--workers", "4", "--state", "both", "--strategy", "round-robin,precise-prefix,dynamo-cost", "--json");

        Assert.Equal(Verbs.Done, code);
        using var json = JsonDocument.Parse(_output.ToString());
        var rows = json.RootElement.GetProperty("strategies").EnumerateArray().ToDictionary(
            row => row.GetProperty("strategy").GetString()!, row => row.GetProperty("meanTtft").GetDouble());
        Assert.Equal(6, rows.Count);
        Assert.Equal(rows["round-robin"], rows["round-robin [predicted]"]);
        Assert.NotEqual(rows["precise-prefix"], rows["precise-prefix [predicted]"]);
        Assert.NotEqual(rows["dynamo-cost"], rows["dynamo-cost [predicted]"]);
    }

    [Theory]
    [InlineData("plain", "all", 8)]
    [InlineData("vllm", "random,approximate-tree", 2)]
    public async Task Replay_Json_IsOneDocument(string engine, string strategy, int atLeast)
    {
        var code = await RunAsync(
            "--trace", ExcerptPath, "--limit", "100", "--workers", "2", "--cache-share", "1", "--engine", engine, "--strategy", strategy, "--json");

        Assert.Equal(Verbs.Done, code);
        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal((engine, 100), (json.RootElement.GetProperty("engine").GetString(), json.RootElement.GetProperty("requests").GetInt32()));
        var bound = json.RootElement.GetProperty("bound").GetDouble();
        var strategies = json.RootElement.GetProperty("strategies").EnumerateArray().ToArray();
        Assert.InRange(strategies.Length, atLeast, Catalog.Strategies.Length);
        Assert.All(strategies, strategy => Assert.InRange(strategy.GetProperty("hitRate").GetDouble(), 0, bound));
        Assert.All(strategies, strategy => Assert.True(strategy.GetProperty("meanTtft").GetDouble() > 0));
    }

    private Task<int> RunAsync(params string[] args) => Verbs.RunAsync(["replay", .. args], _output, _error);
}
