using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

/// <summary>Workers as the monitor shows them.</summary>
internal static class WorkerViews
{
    public static WorkerView Of(string id, int? waiting = null, double? kvUsage = null, int inFlight = 0, WorkerStatus status = WorkerStatus.Ready, string model = "m") => new()
    {
        Id = new WorkerId(id),
        Address = new Uri("http://localhost:1"),
        Role = WorkerRole.Both,
        Simulated = false,
        Status = status,
        StatusReason = "probe succeeded",
        StatusSince = default,
        Models = [model],
        Adapters = [],
        InFlight = inFlight,
        Processed = 0,
        Waiting = waiting,
        Running = null,
        KvUsage = kvUsage,
        KvBlocks = 100,
        BlockSize = 16,
        MetricsAge = null,
        PredictedBlocks = 10,
        PredictedTokens = 640,
        Trust = KvTrust.NotReporting,
        TrustCause = "the worker reports no KV events",
        TrustSince = default,
        ReportedBlocks = null,
        ReportedTokens = null,
        PredictedHitRate = null,
        ReportedHitRate = null,
        RequestsPerSecond = 0,
        TtftP50 = null,
        RecentErrors = 0,
    };
}
