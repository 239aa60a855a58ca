using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class BucketsTests
{
    [Fact]
    public void Mean_FullSeries_AveragesEachStretch()
    {
        double?[] values = [1, 3, 5, 7];

        Assert.Equal([2, 6], Buckets.Mean(values, span: 4, count: 2));
    }

    [Fact]
    public void Mean_YoungSeries_FillsFromTheRight()
    {
        double?[] values = [8, 10];

        Assert.Equal([null, 9], Buckets.Mean(values, span: 4, count: 2));
    }

    [Fact]
    public void Mean_UnknownValues_AreLeftOutAndNotZero()
    {
        double?[] values = [null, 4, null, null];

        Assert.Equal([4, null], Buckets.Mean(values, span: 4, count: 2));
    }
}
