using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>What the strips and the heat chart show, as the URL names it.</summary>
public sealed record WorkerHeat(string Key, string Title, string Hint, Func<WorkerView, OccupancySample, double?> Share)
{
    /// <summary>Cells of a strip over the seconds kept.</summary>
    public const int Cells = 60;

    public static IReadOnlyList<WorkerHeat> All { get; } =
    [
        new("cache", "Predicted cache", "Predicted tokens as a share of the engine's cache", CacheFill.At),
        new("kv", "KV in use", "Share of KV blocks that running requests use, as the engine reports it", (_, s) => s.KvUsage),
        new("load", "Load", "Requests in flight; full is 16", (_, s) => Math.Min(1, s.InFlight / FullLoad)),
    ];

    private const double FullLoad = 16;

    public static TimeSpan Cell { get; } = TimeSpan.FromSeconds(FleetMonitor.SecondsKept / Cells);

    public static WorkerHeat Parse(string? key) => All.FirstOrDefault(h => h.Key == key) ?? All[0];

    public double?[] Strip(WorkerView worker, ImmutableArray<OccupancySample> series) =>
        Buckets.Mean([.. series.Select(s => Share(worker, s))], FleetMonitor.SecondsKept, Cells);
}
