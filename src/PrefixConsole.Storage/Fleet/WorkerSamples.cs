using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Fleet;

/// <summary>One worker's part of the fleet's samples.</summary>
public static class WorkerSamples
{
    /// <summary>Those that keep the worker, in their order; samples of before it was kept have none.</summary>
    public static IReadOnlyList<WorkerSample> Of(IEnumerable<SampleRow> rows, string worker) => [.. rows.Select(r => r.Of(worker)).OfType<WorkerSample>()];

    /// <summary>
    /// At most <paramref name="most"/> samples over the same time, and one more where they do not divide evenly. As <see cref="FleetHistory.Thin"/>:
    /// means of our own counts, of the engine's numbers the worst, of the caches what they were at the end.
    /// </summary>
    public static IReadOnlyList<WorkerSample> Thin(IReadOnlyList<WorkerSample> samples, int most) => samples.Count <= most
        ? samples
        : [.. samples.GroupBy(s => s.At / FleetHistory.StepOf(samples[0].At, samples[^1].At, most)).Select(g => Fold([.. g]))];

    private static WorkerSample Fold(List<WorkerSample> samples) => samples[^1] with
    {
        Seconds = samples.Sum(s => s.Seconds),
        InFlight = samples.Sum(s => s.InFlight * s.Seconds) / Math.Max(1, samples.Sum(s => s.Seconds)),
        Waiting = samples.Max(s => s.Waiting),
        KvUsage = samples.Max(s => s.KvUsage),
        RemovedBlocks = samples.Any(s => s.RemovedBlocks is not null) ? samples.Sum(s => s.RemovedBlocks) : null,
    };
}
