using PrefixConsole.Components.Charts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class FleetChartsTests
{
    private static readonly DateTimeOffset s_end = DateTimeOffset.FromUnixTimeSeconds(10_000);

    [Fact]
    public void Stored_TimeWithoutSamples_IsAGapInEveryChart()
    {
        var charts = Of([Row(10), Row(20), Row(30), Row(40), Row(90), Row(100)]);

        Assert.Equal([10, 20, 30, 40, 50, 90, 100], charts.Times.Select(t => t.ToUnixTimeSeconds()));
        Assert.Null(charts.Ttft[0].Values[4]);
        Assert.Null(charts.Rates[0].Values[4]);
        Assert.Null(charts.Balance[0].Values[4]);
        Assert.Equal(0, charts.FirstToken.Columns[4].Counts.Sum());
        Assert.Equal(1, charts.FirstToken.Columns[5].Counts.Sum());
    }

    [Fact]
    public void Stored_SamplesOfBeforeHistograms_AreEmptyColumnsAndNoError()
    {
        var charts = Of([new SampleRow { At = 10, Requests = 5 }, Row(20)]);

        Assert.Equal([0, 1], charts.FirstToken.Columns.Select(c => c.Counts.Sum()));
        Assert.Equal(LatencyScale.Buckets.Count, charts.InterToken.Columns[0].Counts.Count);
    }

    [Fact]
    public void Stored_Axis_EndsWhereTheTimeAskedForEnds() => Assert.Equal(s_end, Of([Row(10)]).Until);

    private static FleetCharts Of(SampleRow[] rows) => FleetCharts.Of(rows, s_end, TimeSpan.FromHours(1), problem: null);

    private static SampleRow Row(long at)
    {
        var counts = new long[LatencyBuckets.Count];
        counts[3] = 1;
        return new SampleRow { At = at, Requests = 5, TtftP50 = 4, LoadBalance = 1.5, Detail = new SampleFacts { FirstToken = [.. counts], InterToken = [.. counts] } };
    }
}
