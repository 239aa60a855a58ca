using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Charts;

/// <summary>What is drawn of the fleet over some time.</summary>
/// <param name="Times">Of the points.</param>
/// <param name="Ttft">Time to first token, ms.</param>
/// <param name="Hits">Cached share of prompt tokens, percent.</param>
/// <param name="Rates">Requests per second.</param>
/// <param name="Balance">Busiest ready worker over the mean of the ready ones.</param>
/// <param name="FirstToken">How times to first token were spread.</param>
/// <param name="InterToken">How gaps between tokens were spread.</param>
/// <param name="Until">Where the time shown ends; null: at the last point.</param>
/// <param name="Window">Length of the time shown.</param>
/// <param name="Problem">Why there is less than was asked for; null when there is not.</param>
internal sealed record FleetCharts(
    DateTimeOffset[] Times,
    ChartSeries[] Ttft,
    ChartSeries[] Hits,
    ChartSeries[] Rates,
    ChartSeries[] Balance,
    LatencyCells FirstToken,
    LatencyCells InterToken,
    DateTimeOffset? Until,
    TimeSpan Window,
    string? Problem)
{
    private const int Points = 300;

    private static readonly ImmutableArray<long> s_nothing = [.. new long[LatencyBuckets.Count]];

    /// <summary>The last five minutes, second by second.</summary>
    public static FleetCharts Of(IReadOnlyList<FleetSample> seconds, IReadOnlyList<LatencyCell> spread) => new(
        [.. seconds.Select(s => s.At)],
        Latencies([.. seconds.Select(s => s.TtftP50)], [.. seconds.Select(s => s.TtftP95)]),
        Shares(
            Smoothing.Mean([.. seconds.Select(s => s.PredictedHitRate * 100)], 10),
            Smoothing.Mean([.. seconds.Select(s => s.ReportedHitRate * 100)], 10)),
        Requests([.. seconds.Select(s => (double?)s.Requests)], [.. seconds.Select(s => (double?)s.Errors)]),
        Balances(Smoothing.Mean([.. seconds.Select(s => s.Imbalance)], 10)),
        Cells(spread, c => c.FirstToken),
        Cells(spread, c => c.InterToken),
        null,
        TimeSpan.FromMinutes(5),
        null);

    /// <summary>A longer time, in at most 300 points. Where samples are missing the lines have a gap.</summary>
    public static FleetCharts Of(IReadOnlyList<SampleRow> samples, DateTimeOffset until, TimeSpan window, string? problem)
    {
        var rows = Gaps.Mark(FleetHistory.Thin(samples, Points));
        var seconds = rows.Count < 2 ? SampleRecorder.Seconds : Math.Max(SampleRecorder.Seconds, Gaps.Step(rows));
        return new FleetCharts(
            [.. rows.Select(r => DateTimeOffset.FromUnixTimeSeconds(r.At))],
            [.. Latencies([.. rows.Select(r => r.TtftP50)], [.. rows.Select(r => r.TtftP95)]), new("p99", LineColor.Red, [.. rows.Select(r => r.TtftP99)], Dashed: true)],
            Shares([.. rows.Select(r => r.PredictedHitRate * 100)], [.. rows.Select(r => r.ReportedHitRate * 100)]),
            Requests([.. rows.Select(r => Rate(r, r.Requests))], [.. rows.Select(r => Rate(r, r.Errors))]),
            Balances([.. rows.Select(r => r.LoadBalance)]),
            Cells(f => f.FirstToken),
            Cells(f => f.InterToken),
            until,
            window,
            problem);

        double? Rate(SampleRow row, int count) => Gaps.IsGap(row) ? null : (double)count / seconds;

        LatencyCells Cells(Func<SampleFacts, ImmutableArray<long>> part) => new(
            LatencyScale.Buckets,
            TimeSpan.FromSeconds(seconds),
            [.. rows.Select(r => (DateTimeOffset.FromUnixTimeSeconds(r.At), (IReadOnlyList<long>)(r.Detail is { } facts && !part(facts).IsEmpty ? part(facts) : s_nothing)))]);
    }

    private static LatencyCells Cells(IReadOnlyList<LatencyCell> spread, Func<LatencyCell, ImmutableArray<int>> part) =>
        new(LatencyScale.Bins, LatencyCell.Length, [.. spread.Select(c => (c.End, (IReadOnlyList<long>)[.. part(c).Select(n => (long)n)]))]);

    private static ChartSeries[] Balances(IReadOnlyList<double?> ratios) => [new("busiest ÷ mean", LineColor.Blue, ratios)];

    private static ChartSeries[] Latencies(IReadOnlyList<double?> p50, IReadOnlyList<double?> p95) =>
        [new("p50", LineColor.Blue, p50), new("p95", LineColor.Orange, p95, Dashed: true)];

    private static ChartSeries[] Shares(IReadOnlyList<double?> predicted, IReadOnlyList<double?> reported) =>
        [new("predicted", LineColor.Blue, predicted), new("reported", LineColor.Green, reported, Dashed: true)];

    private static ChartSeries[] Requests(IReadOnlyList<double?> finished, IReadOnlyList<double?> failed) =>
        [new("finished", LineColor.Blue, finished), new("failed", LineColor.Red, failed, Dashed: true)];
}
