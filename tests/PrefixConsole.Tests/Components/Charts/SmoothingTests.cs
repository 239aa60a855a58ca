using PrefixConsole.Components.Charts;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class SmoothingTests
{
    [Fact]
    public void Mean_Gaps_AreLeftOutAndLongOnesStay() =>
        Assert.Equal([null, 2d, 3d, 4d, null], Smoothing.Mean([null, 2, 4, null, null], window: 2));
}
