using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Tells before a drain, or a removal, what would have to go elsewhere.</summary>
public sealed class DrainPreview(FleetMonitor fleet, PrefixLenses prefixes)
{
    /// <summary>Workers that are unknown are left out.</summary>
    public DrainImpact Of(IReadOnlyCollection<WorkerId> leaving)
    {
        var all = fleet.Workers();
        var going = all.Where(w => leaving.Contains(w.Id)).ToArray();
        var staying = all.Where(w => !leaving.Contains(w.Id) && w.Status is WorkerStatus.Ready).ToArray();
        var rate = all.Sum(w => w.RequestsPerSecond);
        var moved = going.Sum(w => w.RequestsPerSecond);
        var kept = staying.SelectMany(w => w.Models.Concat(w.Adapters)).ToHashSet(StringComparer.Ordinal);
        var (sole, share) = prefixes.OnlyIn([.. going.Select(w => w.Id)], [.. staying.Select(w => w.Id)]);
        return new DrainImpact(
            going.Sum(w => w.InFlight),
            moved,
            rate > 0 ? moved / rate : null,
            going.Sum(w => w.PredictedTokens),
            sole,
            share,
            staying.Length,
            [.. going.SelectMany(w => w.Models.Concat(w.Adapters)).Where(m => !kept.Contains(m)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
