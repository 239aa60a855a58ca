using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>Which of a worker's figures are those of the last time it was well, and how they are marked: dimmed and in italics, with their age.</summary>
internal static class LastGood
{
    private const string Marked = "dim old";

    /// <summary>Class of what its engine says of itself: queue, running, KV use; null while it is of now.</summary>
    public static string? Numbers(WorkerView worker) => NumbersAreOld(worker) ? Marked : null;

    /// <summary>Class of what it is thought to have cached, which may be gone with it; null while it answers.</summary>
    public static string? Caches(WorkerView worker) => IsSilent(worker) ? Marked : null;

    /// <summary>What the numbers' mark means; null without one.</summary>
    public static string? WhyNumbers(WorkerView worker) => NumbersAreOld(worker)
        ? worker.MetricsAge is { } age ? $"As its engine said {Figures.Ago(age)}: {(worker.MetricsStale ? "too old to count in decisions" : "it does not answer")}" : null
        : null;

    /// <summary>What the caches' mark means; null without one.</summary>
    public static string? WhyCaches(WorkerView worker, DateTimeOffset now) => IsSilent(worker)
        ? $"As last known: {(worker.Breaker.LastAnsweredAt is { } at ? $"it last answered {Figures.Ago(now - at)}" : "it has not answered yet")}"
        : null;

    /// <summary>Whether anything is marked.</summary>
    public static bool Any(WorkerView worker) => IsSilent(worker) || NumbersAreOld(worker);

    public static bool IsSilent(WorkerView worker) => worker.Status is WorkerStatus.NotReady || worker.NotAnswering is not null;

    private static bool NumbersAreOld(WorkerView worker) => worker.MetricsStale || (worker.MetricsAge is not null && IsSilent(worker));
}
