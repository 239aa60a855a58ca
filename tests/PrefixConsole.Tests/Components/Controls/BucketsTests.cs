using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class BucketsTests
{
    [Fact]
    public void Mean_FullSeries_AveragesEachStretch() => Assert.Equal([1.5, 3.5], Buckets.Mean([1, 2, 3, 4], span: 4, count: 2));

    [Fact]
    public void Mean_UnknownValues_AreLeftOut() => Assert.Equal([1d, null], Buckets.Mean([1, null, null, null], span: 4, count: 2));

    [Fact]
    public void Mean_LongerThanTheSpan_TakesTheNewest() => Assert.Equal([3d, 4d], Buckets.Mean([1, 2, 3, 4], span: 2, count: 2));
}
