using PrefixConsole.Components.Charts;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class ChartWarmUpTests
{
    [Fact]
    public async Task Draw_GoesAllTheWayToTheScripts() =>
        Assert.Equal(["import", "importScript", "newPlot"], (await ChartWarmUp.DrawAsync(TestContext.Current.CancellationToken)).Take(3));
}
