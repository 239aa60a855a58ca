using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class LatencySpreadTests
{
    [Theory]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.14, 0)]
    [InlineData(0.15, 1)]
    [InlineData(1.001, 6)]
    [InlineData(50, 16)]
    [InlineData(99_999, 35)]
    [InlineData(1e9, 35)]
    [InlineData(double.PositiveInfinity, 35)]
    public void Bin_OfALatency(double milliseconds, int bin) => Assert.Equal(bin, LatencyBins.IndexOf(milliseconds));

    [Fact]
    public void Bins_LieBesideEachOtherAndHoldWhatIsBetweenTheirEnds()
    {
        Assert.Equal((0.1, 100_000), (LatencyBins.LowerEnd(0), Math.Round(LatencyBins.LowerEnd(LatencyBins.Count), 3)));
        for (var bin = 0; bin < LatencyBins.Count; bin++)
        {
            var (from, to) = (LatencyBins.LowerEnd(bin), LatencyBins.LowerEnd(bin + 1));
            Assert.Equal(Math.Pow(10, 1.0 / 6), to / from, 9);
            Assert.Equal(bin, LatencyBins.IndexOf(Math.Sqrt(from * to)));
        }
    }

    [Fact]
    public void Spread_RandomUse_IsThatOfAListOfAll() => Gen.Select(Gen.Int[0, 25], Gen.Float[0, 200_000], Gen.Bool).Array[0, 60].Sample(steps =>
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        var spread = new LatencySpread(time, start, time.GetTimestamp());
        var all = new List<(long Cell, float First, float? Gap)>();
        foreach (var (seconds, latency, streamed) in steps)
        {
            // Some pauses are longer than all that is kept.
            time.Advance(TimeSpan.FromSeconds(seconds == 25 ? 400 : seconds));
            float? gap = streamed ? latency / 50 : null;
            spread.Add(new OutcomeFacts(false, latency, gap, default));
            all.Add((CellOf(time, start), latency, gap));

            var now = CellOf(time, start);
            var cells = spread.View();
            Assert.Equal(Math.Min(now + 1, 30), cells.Length);
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = now - cells.Length + 1 + i;
                Assert.Equal(start.AddSeconds((cell + 1) * 10), cells[i].End);
                Assert.Equal(Histogram(all.Where(a => a.Cell == cell).Select(a => a.First)), cells[i].FirstToken);
                Assert.Equal(Histogram(all.Where(a => a.Cell == cell && a.Gap is not null).Select(a => a.Gap!.Value)), cells[i].InterToken);
            }
        }
    });

    [Fact]
    public async Task Spread_ManyWriters_CountsEach()
    {
        var time = new FakeTimeProvider();
        var spread = new LatencySpread(time, time.GetUtcNow(), time.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                spread.Add(new OutcomeFacts(false, 5, 1, default));
                if (i % 1000 == 0)
                {
                    spread.View();
                }
            }
        })));

        var cell = Assert.Single(spread.View());
        Assert.Equal((40_000, 40_000), (cell.FirstToken[LatencyBins.IndexOf(5)], cell.InterToken.Sum()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(null, 5)]
    [InlineData(null, 0, 0)]
    [InlineData(1.0, 3, 3, 3)]
    [InlineData(2.0, 4, 0)]
    [InlineData(4.0, 0, 0, 8, 0)]
    [InlineData(1.5, 3, 1)]
    public void Imbalance_IsTheBusiestOverTheMean(double? expected, params int[] inFlight) => Assert.Equal(expected, LoadBalance.Of(inFlight));

    private static long CellOf(FakeTimeProvider time, DateTimeOffset start) => (long)(time.GetUtcNow() - start).TotalSeconds / 10;

    private static int[] Histogram(IEnumerable<float> values)
    {
        var counts = new int[LatencyBins.Count];
        foreach (var value in values)
        {
            counts[LatencyBins.IndexOf(value)]++;
        }

        return counts;
    }
}
