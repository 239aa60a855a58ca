using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Components.Pages.WorkerDetail;

/// <summary>What is drawn of a worker over some time.</summary>
/// <param name="Times">Of the points.</param>
/// <param name="Cache">Per cent of the engine's blocks.</param>
/// <param name="Load">Requests.</param>
/// <param name="Evictions">Blocks removed per minute.</param>
/// <param name="Until">Where the time shown ends; null: at the last point.</param>
/// <param name="Window">Length of the time shown.</param>
/// <param name="Step">Seconds of a sample.</param>
/// <param name="Problem">Why there is less than was asked for; null when there is not.</param>
internal sealed record WorkerCharts(
    DateTimeOffset[] Times,
    ChartSeries[] Cache,
    ChartSeries[] Load,
    ChartSeries[] Evictions,
    DateTimeOffset? Until,
    TimeSpan Window,
    long Step,
    string? Problem)
{
    /// <summary>Of a line, at most, and one more where they do not divide evenly.</summary>
    public const int Points = 300;

    // A second's evictions are all or nothing: the line is of ten, as the tile is.
    private const int Smoothed = 10;

    /// <summary>Whether the worker reported removed blocks at all.</summary>
    public bool ReportsEvictions => Evictions.Any(s => s.Values.Any(v => v is not null));

    /// <summary>The last five minutes, second by second.</summary>
    public static WorkerCharts Of(WorkerView worker, IReadOnlyList<OccupancySample> seconds) => new(
        [.. seconds.Select(s => s.At)],
        Caches(
            [.. seconds.Select(s => CacheFill.At(worker, s) * 100)],
            [.. seconds.Select(s => CacheFill.ReportedAt(worker, s) * 100)],
            [.. seconds.Select(s => s.KvUsage * 100)]),
        Loads([.. seconds.Select(s => (double?)s.InFlight)], [.. seconds.Select(s => (double?)s.Waiting)]),
        Removed(Smoothing.Mean([.. seconds.Select(s => s.Removed * 60.0)], Smoothed)),
        null,
        TimeSpan.FromMinutes(5),
        1,
        null);

    /// <summary>A longer time, in at most 300 points. Where samples are missing the lines have a gap.</summary>
    public static WorkerCharts Of(IReadOnlyList<WorkerSample> samples, DateTimeOffset until, TimeSpan window, string? problem)
    {
        var step = samples.Count < 2 ? SampleRecorder.Seconds : Gaps.Step(samples, s => s.At);
        var rows = Gaps.Mark(WorkerSamples.Thin(samples, Points), s => s.At, at => new WorkerSample(at, "", 0, 0, null, null, 0, null, null, null));
        return new WorkerCharts(
            [.. rows.Select(r => DateTimeOffset.FromUnixTimeSeconds(r.At))],
            Caches(
                [.. rows.Select(r => CacheFill.Share(r.PredictedTokens, r.CapacityTokens) * 100)],
                [.. rows.Select(r => CacheFill.Share(r.ReportedTokens, r.CapacityTokens) * 100)],
                [.. rows.Select(r => r.KvUsage * 100)]),
            Loads([.. rows.Select(r => r.Seconds == 0 ? null : (double?)r.InFlight)], [.. rows.Select(r => (double?)r.Waiting)]),
            Removed([.. rows.Select(r => r.RemovedPerMinute)]),
            until,
            window,
            step,
            problem);
    }

    private static ChartSeries[] Caches(IReadOnlyList<double?> predicted, IReadOnlyList<double?> reported, IReadOnlyList<double?> used) =>
    [
        new("predicted cache", LineColor.Blue, predicted),
        new("reported cache", LineColor.Green, reported, Dashed: true),
        new("KV in use", LineColor.Orange, used, Dashed: true),
    ];

    private static ChartSeries[] Loads(IReadOnlyList<double?> inFlight, IReadOnlyList<double?> waiting) =>
        [new("in flight", LineColor.Blue, inFlight), new("queue", LineColor.Orange, waiting, Dashed: true)];

    private static ChartSeries[] Removed(IReadOnlyList<double?> perMinute) => [new("removed", LineColor.Blue, perMinute)];
}
