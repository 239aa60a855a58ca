using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class CacheFillTests
{
    private static OccupancySample Sample(long blocks) => new(default, null, blocks, 0, null, 0);

    [Fact]
    public void Now_SizeKnown_IsTokensOverCapacity() => Assert.Equal(0.4, CacheFill.Now(WorkerViews.Of("a")));

    [Fact]
    public void Now_MoreThanFits_IsOne() => Assert.Equal(1, CacheFill.Now(WorkerViews.Of("a") with { PredictedTokens = 5000 }));

    [Fact]
    public void SizeUnknown_IsNotZero()
    {
        Assert.Null(CacheFill.Now(WorkerViews.Of("a") with { BlockSize = null }));
        Assert.Null(CacheFill.At(WorkerViews.Of("a") with { KvBlocks = null }, Sample(5)));
    }

    [Fact]
    public void At_AfterAReset_IsUnknownUnlessEmpty()
    {
        var reset = WorkerViews.Of("a") with { PredictedBlocks = 0, PredictedTokens = 0 };

        Assert.Null(CacheFill.At(reset, Sample(5)));
        Assert.Equal(0, CacheFill.At(reset, Sample(0)));
    }
}
