using PrefixConsole.Simulation.Workload;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of the demo traffic.</summary>
internal static class DemoReports
{
    /// <summary>Remembers how the traffic is now, and compares when it was changed.</summary>
    public static Func<bool, ActReport> Of(DemoTraffic traffic)
    {
        var before = new { traffic.Running, traffic.Rate };
        return done => done
            ? new ActReport(AuditResults.Done, Before: before, After: new { traffic.Running, traffic.Rate })
            : new ActReport(AuditResults.Invalid, "the rate was not accepted");
    }
}
