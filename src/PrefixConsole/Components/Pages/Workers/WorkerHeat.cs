using System.Collections.Immutable;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>What the strips and the heat chart show, as the URL names it.</summary>
/// <param name="Key">Its name in the URL.</param>
/// <param name="Title">Its name.</param>
/// <param name="Hint">What it is.</param>
/// <param name="Scale">Its numbers.</param>
/// <param name="Value">Reads one, as it is: what is beyond the scale too; null when it was not reported.</param>
public sealed record WorkerHeat(string Key, string Title, string Hint, HeatScale Scale, Func<WorkerView, OccupancySample, double?> Value)
{
    /// <summary>Cells of a strip over the seconds kept.</summary>
    public const int Cells = 60;

    public static IReadOnlyList<WorkerHeat> All { get; } =
    [
        new("cache", "Predicted cache", "Predicted tokens as a share of the engine's cache", HeatScale.Share, CacheFill.At),
        new("kv", "KV in use", "Share of KV blocks that running requests use, as the engine reports it", HeatScale.Share, (_, s) => s.KvUsage),
        new("load", "Load", "Requests in flight, by our own count", HeatScale.Counts(FullLoad, "in flight"), (_, s) => s.InFlight),
    ];

    /// <summary>Requests in flight from which on a cell is as dark as it gets.</summary>
    private const int FullLoad = 16;

    public static TimeSpan Cell { get; } = TimeSpan.FromSeconds(FleetMonitor.SecondsKept / Cells);

    public static WorkerHeat Parse(string? key) => All.FirstOrDefault(h => h.Key == key) ?? All[0];

    public double?[] Strip(WorkerView worker, ImmutableArray<OccupancySample> series) =>
        Buckets.Mean([.. series.Select(s => Value(worker, s))], FleetMonitor.SecondsKept, Cells);
}
