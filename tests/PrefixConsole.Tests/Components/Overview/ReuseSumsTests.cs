using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class ReuseSumsTests
{
    private static SampleRow Row(long prompt, long captured, long reporting, long delivered) => new()
    {
        At = 10,
        Detail = new SampleFacts { Prompt = prompt, Available = captured + 1, Captured = captured, Reporting = reporting, Delivered = delivered },
    };

    [Fact]
    public void Of_Samples_AddsUp()
    {
        var sums = ReuseSums.Of([Row(100, 50, 80, 40), Row(long.MaxValue / 4, 7, 0, 0)]);

        Assert.Equal((100 + (long.MaxValue / 4), 59L, 57L, 40L, 80L), (sums.Prompt, sums.Available, sums.Captured, sums.Delivered, sums.Reporting));
        Assert.Null(sums.Note);
    }

    [Fact]
    public void Of_EnginesThatDoNotReport_HasNothingDeliveredAndNotZero() => Assert.Null(ReuseSums.Of([Row(100, 50, 0, 0)]).Delivered);

    [Fact]
    public void Of_SamplesOfBeforeTokensWereCounted_SaysHowManyCount() =>
        Assert.StartsWith("Of 1 of 3 samples", ReuseSums.Of([new SampleRow { At = 1, Requests = 5 }, Row(1, 1, 1, 1), new SampleRow { At = 2 }]).Note);

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Equal((0L, null, null), (ReuseSums.Of([]).Prompt, ReuseSums.Of([]).Delivered, ReuseSums.Of([]).Note));
}
