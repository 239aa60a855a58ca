using PrefixConsole.Components.Pages.Overview;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class SmoothingTests
{
    [Fact]
    public void Mean_Window_TrailsAndSkipsUnknown() =>
        Assert.Equal([2, 3, 4, 6], Smoothing.Mean([2, 4, null, 6], window: 2));

    [Fact]
    public void Mean_NothingKnownInTheWindow_IsAGap() =>
        Assert.Equal([1, null, null], Smoothing.Mean([1, null, null], window: 1));
}
