namespace PrefixConsole.Benchmarks.Tests.GatewayLoad;

public sealed class GatewayVerbTests
{
    /// <summary>All processes, one short round: everything but the browser.</summary>
    [Fact]
    public async Task Run_Tiny_PrintsRatiosAndTargets()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await Verbs.RunAsync(
            ["gateway", "--rounds", "1", "--seconds", "0.3", "--connections", "4", "--bodies", "2k", "--parts", "closed,paced", "--generator", "program"], output, error);

        Assert.Equal("", error.ToString());
        Assert.Equal(Verbs.Done, code);
        var text = output.ToString();
        Assert.Contains("load average", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^gateway +\d+", text);
        Assert.Matches(@"(?m)^yarp +\d+", text);
        Assert.Matches(@"(?m)^rate of plain YARP, 2 KB prompts, 4 connections +\d+\.\d\d +≥ 0\.90 +(yes|NO)", text);
        Assert.Matches(@"(?m)^added p99, 4 KB prompts.* ms +≤ 2\.00 ms +(yes|NO)", text);
    }
}
