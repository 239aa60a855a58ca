namespace PrefixConsole.Benchmarks.Tests.Micro;

public sealed class MicroVerbTests
{
    [Theory]
    [InlineData("--calls", "0", "--calls 0: at least 1")]
    [InlineData("--sessions", "0", "--sessions 0: at least 1")]
    [InlineData("--strategy", "nearest", "--strategy nearest: unknown; known: random, round-robin")]
    public async Task Decision_BadOption_NamesItAndExitsWithTwo(string option, string value, string message)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await Verbs.RunAsync(["micro", "decision", option, value], output, error);

        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Micro_FilterThatMatchesNothing_ExitsWithTwo()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await Verbs.RunAsync(["micro", "--filter", "nothing-is-called-so"], output, error);

        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains("--filter nothing-is-called-so", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_OneStrategy_PrintsARowPerFleetWithNothingBeyondTheRecord()
    {
        using var output = new StringWriter();

        var code = await Verbs.RunAsync(["micro", "decision", "--calls", "1", "--sessions", "10", "--strategy", "random"], output);

        var rows = output.ToString().Split('\n').Where(line => line.StartsWith("random", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Verbs.Done, code);
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.EndsWith(" 0", row, StringComparison.Ordinal));
    }
}
