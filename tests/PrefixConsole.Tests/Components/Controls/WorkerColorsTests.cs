using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class WorkerColorsTests
{
    [Fact]
    public void Of_NumberedFleet_GivesEightDistinctColoursThatStay()
    {
        var colours = Enumerable.Range(1, 8).Select(i => WorkerColors.Of($"sim-{i}")).ToList();

        Assert.Equal(8, colours.Distinct().Count());
        Assert.Equal(colours[2], WorkerColors.Of("sim-3"));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("a-99999999999999999999")]
    [InlineData("w0")]
    public void Of_AnyName_GivesAColour(string name) => Assert.Matches("^#[0-9a-f]{6}$", WorkerColors.Of(name));
}
