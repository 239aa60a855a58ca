
namespace PrefixConsole.Benchmarks.Tests.PredictedTree;

public sealed class TreeVerbTests : IDisposable
{
    private readonly string _trace = Path.GetTempFileName();

    public void Dispose() => File.Delete(_trace);

    [Fact]
    public async Task Tree_SmallTrace_PrintsEveryPartAndWhatThePeersDid()
    {
        await WriteAsync([0, 1, 2], [0, 1, 3], [4], [0, 1, 2]);

        var (code, output, error) = await RunAsync("--workers", "2", "--budget", "1024", "--rounds", "1");

        Assert.Equal((Verbs.Done, ""), (code, error));
        Assert.Contains("4 requests, 10 ids", output, StringComparison.Ordinal);
        Assert.Contains("first pass matched 5 of 10 ids (50.00 %)", output, StringComparison.Ordinal);
        Assert.Contains("budget 64 blocks, 640 served, 64 held at the end", output, StringComparison.Ordinal);
        Assert.Contains("budget 16 blocks, 160 served, 16 held at the end", output, StringComparison.Ordinal);
        Assert.Contains("for 160 distinct blocks", output, StringComparison.Ordinal);
        Assert.Contains("225", output, StringComparison.Ordinal);
        Assert.Equal(6, output.Split("recorded elsewhere").Length - 1);
        Assert.Contains("12,288 tokens", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--workers", "0", "1 to 4,096")]
    [InlineData("--workers", "5000", "1 to 4,096")]
    [InlineData("--budget", "511", "512 to")]
    [InlineData("--budget", "-1", "512 to")]
    [InlineData("--rounds", "0", "1 to 1,000")]
    public async Task Tree_OptionOutOfRange_IsRefusedByName(string option, string value, string range)
    {
        await WriteAsync([0]);

        var (code, _, error) = await RunAsync(option, value);

        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains($"{option} must be {range}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tree_NotANumberOrNoTrace_IsRefused()
    {
        Assert.Equal(Verbs.BadUsage, (await RunAsync("--workers", "many")).Code);

        var error = new StringWriter();
        Assert.Equal(Verbs.BadUsage, await Verbs.RunAsync(["tree"], TextWriter.Null, error));
        Assert.Contains("--trace", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tree_HostileFile_IsRefused()
    {
        await File.WriteAllTextAsync(_trace, "nonsense\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync();
        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains("line 1", error, StringComparison.Ordinal);

        await WriteAsync([0], new long[100_001]);
        (code, _, error) = await RunAsync();
        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains("request 2 has more than 100,000 hash_ids", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Verbs.RunAsync(["tree", "--trace", _trace, .. options], output, error);
        return (code, output.ToString(), error.ToString());
    }

    private Task WriteAsync(params long[][] prompts) => File.WriteAllLinesAsync(
        _trace,
        prompts.Select(ids => $$"""{"timestamp":0,"input_length":10,"output_length":1,"hash_ids":[{{string.Join(',', ids)}}]}"""),
        TestContext.Current.CancellationToken);
}
