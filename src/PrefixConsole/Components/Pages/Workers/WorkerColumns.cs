using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

internal static class WorkerColumns
{
    public static IReadOnlyList<SortColumn<WorkerView>> All { get; } =
    [
        new("name", "Worker", "", false, w => w.Id.Value),
        new("state", "State", "Hover a state for its reason", false, w => w.Status.ToString()),
        new("trust", "Reports", "How far what it reports of its cache can be relied on; hover a state for its cause", false, w => w.Trust),
        new("in-flight", "In flight", "Requests sent and not finished, by our own count", true, w => w.InFlight),
        new("queue", "Queue", "Requests waiting in the engine", true, w => w.Waiting),
        new("running", "Run", "Requests running in the engine", true, w => w.Running),
        new("kv", "KV use", "Share of the engine's KV blocks that running requests use, as it reports it", true, w => w.KvUsage),
        new("tokens", "Predicted", "Tokens the predicted tree holds for the worker, estimated", true, w => w.PredictedTokens),
        new("reported-tokens", "Reported", "Tokens the worker reported to hold", true, w => w.ReportedTokens),
        new("predicted", "Hit pred.", "Predicted cached share of prompt tokens, last minute", true, w => w.PredictedHitRate),
        new("reported", "Hit rep.", "Cached share of prompt tokens as the engine reported it, last minute", true, w => w.ReportedHitRate),
        new("rate", "Req/s", "Requests finished per second, last minute", true, w => w.RequestsPerSecond),
        new("ttft", "TTFT p50", "Median time to first token, last minute", true, w => w.TtftP50),
        new("errors", "Err.", "Failed requests, last minute", true, w => w.RecentErrors),
        new("age", "Age", "Age of the engine's own numbers", true, w => w.MetricsAge),
    ];
}
