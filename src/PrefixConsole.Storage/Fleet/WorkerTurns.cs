using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Storage.Fleet;

/// <summary>
/// Which workers a sample keeps: all of them up to <see cref="WorkerSample.MostInSample"/>. Of more each comes in turn, every second, third, … time,
/// and then for all the seconds since its last turn: rows stay small, and no worker is without a history.
/// </summary>
internal static class WorkerTurns
{
    /// <param name="workers">The fleet now.</param>
    /// <param name="series">The last seconds of a worker, oldest first.</param>
    /// <param name="end">End of the sample, Unix seconds.</param>
    public static IReadOnlyList<WorkerSample> Of(
        IReadOnlyCollection<WorkerView> workers, Func<WorkerView, ImmutableArray<OccupancySample>> series, long end)
    {
        var turns = (workers.Count + WorkerSample.MostInSample - 1) / WorkerSample.MostInSample;
        var samples = new List<WorkerSample>();
        foreach (var (i, worker) in workers.OrderBy(w => w.Id.Value, StringComparer.Ordinal).Index())
        {
            if (i % turns == end / SampleRecorder.Seconds % turns
                && Fold(worker, series(worker), end - ((long)turns * SampleRecorder.Seconds), end) is { } sample)
            {
                samples.Add(sample);
            }
        }

        return samples;
    }

    /// <summary>Of the seconds that end in (after, end]; null when there are none.</summary>
    private static WorkerSample? Fold(WorkerView worker, ImmutableArray<OccupancySample> series, long after, long end)
    {
        OccupancySample[] seconds = [.. series.Where(s => s.At > DateTimeOffset.FromUnixTimeSeconds(after) && s.At <= DateTimeOffset.FromUnixTimeSeconds(end))];
        return seconds.Length == 0 ? null : new WorkerSample(
            end,
            worker.Id.Value,
            seconds.Length,
            seconds.Average(s => s.InFlight),
            seconds.Max(s => s.Waiting),
            seconds.Max(s => s.KvUsage),
            worker.PredictedTokens,
            worker.ReportedTokens,
            worker.CapacityTokens,
            seconds.Any(s => s.Removed is not null) ? seconds.Sum(s => s.Removed) : null);
    }
}
