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

    /// <summary>What was measured, on <see cref="WorkerHeat.Scale"/>.</summary>
    public double?[] Heat => _heat ??= measure.Strip(Worker, series(Worker.Id));

    /// <summary>The same as shares of the scale.</summary>
    public double?[] Strip => [.. Heat.Select(h => h / measure.Scale.Full)];

    public double? Fill { get; } = CacheFill.Now(worker);

    public string HeatLabel => Array.FindLast(Heat, h => h is not null) is { } last
        ? $"{measure.Title} of {Worker.Id} over five minutes, now {measure.Scale.Write(last)}"
        : $"{measure.Title} of {Worker.Id}: not reported";

    internal static IReadOnlyList<WorkerRow> Select(
        ImmutableArray<WorkerView> workers, WorkerSelection selection, WorkerHeat heat, Func<WorkerId, ImmutableArray<OccupancySample>> series) =>
        [.. selection.Of(workers).Select(w => new WorkerRow(w, heat, series))];
}
