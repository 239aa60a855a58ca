namespace PrefixConsole.Benchmarks.Tests.Ingest;

public sealed class IngestVerbTests
{
    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "257")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "NaN")]
    [InlineData("--rounds", "0")]
    [InlineData("--rate", "1")]
    [InlineData("--strategy", "nothing")]
    public async Task Ingest_BadOption_IsNamed(string option, string value)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(Verbs.BadUsage, await Verbs.RunAsync(["ingest", option, value], output, error));

        Assert.Contains(option, error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The whole of it, small: engines in their own process, real sockets, nothing lost.</summary>
    [Fact]
    public async Task Ingest_Small_PrintsItsFigures()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(Verbs.Done, await Verbs.RunAsync(["ingest", "--workers", "2", "--seconds", "0.2", "--rounds", "1"], output, error));

        Assert.Contains("socket to index: million blocks stored", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("nothing was lost", output.ToString(), StringComparison.Ordinal);
    }
}
