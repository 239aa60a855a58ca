using System.Globalization;
using System.Text;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Api;

/// <summary>Workers, and a worker over time, as CSV under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class WorkerCsv
{
    private static readonly string[] s_header =
    [
        "id", "address", "role", "simulated", "addedBy", "addedAt", "engine", "status", "statusReason", "statusSince", "notAnswering", "temperature", "temperatureReason", "models", "adapters", "inFlight", "processed", "waiting", "running",
        "kvUsage", "kvBlocks", "blockSize", "metricsAgeMs", "metricsStale", "predictedBlocks", "predictedTokens", "trust", "trustCause", "reportedBlocks", "reportedTokens",
        "uniqueTokens", "duplicatedTokens", "cacheReadShare", "eventLagMs", "eventSequence", "eventEpoch", "predictedHitRate",
        "reportedHitRate", "requestsPerSecond", "ttftP50Ms", "recentErrors",
        "breaker", "breakerFailures", "lastFailure", "lastFailedAt", "lastAnsweredAt", "openSince",
    ];

    private static readonly string[] s_events = ["at", "kind", "from", "to", "reason"];
    private static readonly string[] s_probes = ["at", "well", "tookMs", "reason"];
    private static readonly string[] s_breaker = ["at", "opened", "cause", "failures", "openMs"];
    private static readonly string[] s_series = ["at", "kvUsage", "predictedBlocks", "inFlight", "waiting", "requests", "reportedTokens", "removedBlocks"];
    private static readonly string[] s_samples = ["at", "seconds", "inFlight", "waiting", "kvUsage", "predictedTokens", "reportedTokens", "capacityTokens", "removedBlocks", "removedPerMinute"];

    public static string Write(IEnumerable<WorkerView> workers)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var w in workers)
        {
            DecisionCsv.AppendRow(
                text,
                [
                    w.Id.Value, w.Address, w.Role, w.Simulated, w.Added?.By, Time(w.Added?.At), w.Engine, w.Status, w.StatusReason, Time(w.StatusSince), w.NotAnswering, w.Temperature.Level, w.Temperature.Reason, string.Join(' ', w.Models), string.Join(' ', w.Adapters),
                    w.InFlight, w.Processed, w.Waiting, w.Running, w.KvUsage, w.KvBlocks, w.BlockSize, w.MetricsAge?.TotalMilliseconds, w.MetricsStale, w.PredictedBlocks, w.PredictedTokens,
                    w.Trust, w.TrustCause, w.ReportedBlocks, w.ReportedTokens,
                    w.Insight?.Cache.Unique, w.Insight?.Cache.Duplicated, w.Insight?.ReadShare, w.Insight?.Lag?.TotalMilliseconds, w.Insight?.Sequence, w.Insight?.Epoch, w.PredictedHitRate, w.ReportedHitRate, w.RequestsPerSecond, w.TtftP50?.TotalMilliseconds, w.RecentErrors,
                    w.Breaker.State, w.Breaker.Failures, w.Breaker.LastCause, Time(w.Breaker.LastFailedAt), Time(w.Breaker.LastAnsweredAt), Time(w.Breaker.OpenSince),
                ]);
        }

        return text.ToString();
    }

    public static string WriteSeries(IEnumerable<OccupancySample> samples)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_series);
        foreach (var s in samples)
        {
            DecisionCsv.AppendRow(text, [Time(s.At), s.KvUsage, s.PredictedBlocks, s.InFlight, s.Waiting, s.Requests, s.ReportedTokens, s.Removed]);
        }

        return text.ToString();
    }

    public static string WriteSamples(IEnumerable<WorkerSample> samples)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_samples);
        foreach (var s in samples)
        {
            DecisionCsv.AppendRow(
                text,
                [Time(DateTimeOffset.FromUnixTimeSeconds(s.At)), s.Seconds, s.InFlight, s.Waiting, s.KvUsage, s.PredictedTokens, s.ReportedTokens, s.CapacityTokens, s.RemovedBlocks, s.RemovedPerMinute]);
        }

        return text.ToString();
    }

    public static string WriteEvents(IEnumerable<WorkerEvent> events)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_events);
        foreach (var e in events)
        {
            DecisionCsv.AppendRow(text, [Time(e.At), e.Kind, e.From, e.To, e.Reason]);
        }

        return text.ToString();
    }

    public static string WriteProbes(IEnumerable<ProbeResult> probes)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_probes);
        foreach (var p in probes)
        {
            DecisionCsv.AppendRow(text, [Time(p.At), p.Well, p.Took.TotalMilliseconds, p.Reason]);
        }

        return text.ToString();
    }

    public static string WriteBreaker(IEnumerable<BreakerEvent> events)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_breaker);
        foreach (var e in events)
        {
            DecisionCsv.AppendRow(text, [Time(e.At), e.Opened, e.Cause, e.Failures, e.Open?.TotalMilliseconds]);
        }

        return text.ToString();
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}
