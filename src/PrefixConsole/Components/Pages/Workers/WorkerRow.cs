using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A worker and its occupancy over the last five minutes.</summary>
internal sealed record WorkerRow(WorkerView Worker, double?[] Heat)
{
    private const int Cells = 60;

    public string HeatLabel => Array.FindLast(Heat, h => h is not null) is { } last
        ? $"Predicted cache fill of {Worker.Id} over five minutes, now {Figures.Percent(last)}"
        : $"Cache fill of {Worker.Id}: its size is not known";

    public static IReadOnlyList<WorkerRow> Select(
        ImmutableArray<WorkerView> workers, string? filter, string? sort, Func<WorkerId, ImmutableArray<OccupancySample>> series)
    {
        var wanted = workers.Where(w => Matches(w, filter));
        var column = WorkerColumn.All.FirstOrDefault(c => c.Key == sort);
        var ordered = column?.Order is { } order ? wanted.OrderByDescending(order).ThenBy(w => w.Id) : wanted;
        return [.. ordered.Select(w => new WorkerRow(
            w, Buckets.Mean([.. series(w.Id).Select(s => CacheFill.Of(w, s.PredictedBlocks))], FleetMonitor.SecondsKept, Cells)))];
    }

    private static bool Matches(WorkerView worker, string? filter) => string.IsNullOrWhiteSpace(filter)
        || worker.Id.Value.Contains(filter, StringComparison.OrdinalIgnoreCase)
        || worker.Status.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase)
        || worker.Models.Any(m => m.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
