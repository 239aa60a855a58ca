namespace PrefixConsole.Benchmarks.Tests.GatewayLoad;

public sealed class LoadOptionsTests
{
    [Theory]
    [InlineData("--rounds", "0", "--rounds 0")]
    [InlineData("--rounds", "x", "x")]
    [InlineData("--seconds", "0.1", "--seconds 0.1")]
    [InlineData("--connections", "8,many", "--connections 'many'")]
    [InlineData("--connections", "", "--connections")]
    [InlineData("--connections", "513", "--connections '513'")]
    [InlineData("--bodies", "2m", "--bodies '2m'")]
    [InlineData("--bodies", "0k", "--bodies '0k'")]
    [InlineData("--parts", "closed,open", "--parts 'open'")]
    [InlineData("--parts", ",", "--parts")]
    [InlineData("--generator", "ab", "--generator 'ab'")]
    [InlineData("--app", "/no/such/PrefixConsole.dll", "--app '/no/such/PrefixConsole.dll'")]
    [InlineData("--baseline", "/no/such/PrefixConsole.dll", "--baseline '/no/such/PrefixConsole.dll'")]
    public async Task Run_BadOption_SaysWhichAndExits2(string option, string value, string message)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        // the application's place is given, so that only the option under test can be at fault
        string[] arguments = option == "--app" ? ["gateway", option, value] : ["gateway", "--app", typeof(Verbs).Assembly.Location, option, value];
        var code = await Verbs.RunAsync(arguments, output, error);

        Assert.Equal(Verbs.BadUsage, code);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }
}
