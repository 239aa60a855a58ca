using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>A fleet of workers that do nothing.</summary>
internal static class TestFleet
{
    public static FleetMonitor Of(TimeProvider time, params IEnumerable<string> ids)
    {
        var registry = new WorkerRegistry(time);
        foreach (var id in ids)
        {
            registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://localhost:1"), Models = ["m"] });
        }

        var reported = new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, time);
        return new FleetMonitor(registry, new ApproximatePrefixTree(time, 1000), reported, new DecisionLog(10), time, new GatewayOptions());
    }
}
