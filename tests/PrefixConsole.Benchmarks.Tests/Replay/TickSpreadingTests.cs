using PrefixConsole.Benchmarks.Replay;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class TickSpreadingTests
{
    [Fact]
    public void Spread_Ticks_FillsTheGapEvenlyInOrder() =>
        Assert.Equal([0.375, 1.125, 1.875, 2.625, 3.5, 4.5, 5.5], TickSpreading.Spread([0, 0, 0, 0, 3, 3, 3]));

    [Fact]
    public void Spread_LongGap_IsCut() =>
        Assert.Equal([3.1 * 0.5 / 3, 3.1 * 1.5 / 3, 3.1 * 2.5 / 3, 60.5, 61.5, 62.5], TickSpreading.Spread([0, 0, 0, 60, 60, 60]));

    [Fact]
    public void Spread_MostlyDistinct_ChangesNothing() =>
        Assert.Equal([0, 0, 1.5, 4], TickSpreading.Spread([0, 0, 1.5, 4]));
}
