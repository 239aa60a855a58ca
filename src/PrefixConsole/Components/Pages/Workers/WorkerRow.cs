using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A worker and what its strip shows of the last five minutes, which is read when the row is drawn.</summary>
public sealed class WorkerRow(WorkerView worker, WorkerHeat measure, Func<WorkerId, ImmutableArray<OccupancySample>> series)
{
    private double?[]? _heat;

    public WorkerView Worker { get; } = worker;

    public double?[] Heat => _heat ??= measure.Strip(Worker, series(Worker.Id));

    public double? Fill { get; } = CacheFill.Now(worker);

    public string HeatLabel => Array.FindLast(Heat, h => h is not null) is { } last
        ? $"{measure.Title} of {Worker.Id} over five minutes, now {Figures.Percent(last)}"
        : $"{measure.Title} of {Worker.Id}: not reported";

    public static IReadOnlyList<WorkerRow> Select(
        ImmutableArray<WorkerView> workers, string? filter, ColumnSort<WorkerView> sort, WorkerHeat heat, Func<WorkerId, ImmutableArray<OccupancySample>> series) =>
        [.. sort.Apply(workers.Where(w => Matches(w, filter))).Select(w => new WorkerRow(w, heat, series))];

    private static bool Matches(WorkerView worker, string? filter) => string.IsNullOrWhiteSpace(filter)
        || worker.Id.Value.Contains(filter, StringComparison.OrdinalIgnoreCase)
        || worker.Status.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase)
        || StateChip.WordOf(worker.Status).Contains(filter, StringComparison.OrdinalIgnoreCase)
        || TrustChip.WordOf(worker.Trust).Contains(filter, StringComparison.OrdinalIgnoreCase)
        || TemperatureChip.WordOf(worker.Temperature.Level).Contains(filter, StringComparison.OrdinalIgnoreCase)
        || worker.Models.Any(m => m.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
