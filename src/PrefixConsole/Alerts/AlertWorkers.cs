using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Alerts;

/// <summary>Whom an alert is about.</summary>
internal static class AlertWorkers
{
    /// <summary>Ids, worst first; none for a signal of the whole fleet.</summary>
    public static IReadOnlyList<string> Of(AlertSignal signal, double threshold, IEnumerable<WorkerView> workers) =>
    [
        .. (signal switch
        {
            AlertSignal.KvUsage => workers.Where(w => w.KvUsage > threshold).OrderByDescending(w => w.KvUsage),
            AlertSignal.QueueDepth => workers.Where(w => w.Waiting > threshold).OrderByDescending(w => w.Waiting),
            AlertSignal.NotReady => workers.Where(w => w.Status is WorkerStatus.NotReady or WorkerStatus.Pending),
            AlertSignal.Untrusted => workers.Where(w => w.Trust is KvTrust.Untrusted or KvTrust.Silent),
            _ => [],
        }).Select(w => w.Id.Value),
    ];
}
