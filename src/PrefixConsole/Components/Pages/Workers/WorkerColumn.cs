using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A column of the worker table. <paramref name="Order"/> sorts descending; null: cannot be sorted by.</summary>
internal sealed record WorkerColumn(string Key, string Title, string Hint, bool Number, Func<WorkerView, double>? Order)
{
    public static IReadOnlyList<WorkerColumn> All { get; } =
    [
        new("name", "Worker", "", false, null),
        new("state", "State", "Hover a state for its reason", false, null),
        new("in-flight", "In flight", "Requests sent and not finished, by our own count", true, w => w.InFlight),
        new("queue", "Queue", "Requests waiting in the engine", true, w => w.Waiting ?? -1),
        new("running", "Running", "Requests running in the engine", true, w => w.Running ?? -1),
        new("kv", "KV use", "Share of the engine's KV blocks that running requests hold", true, w => w.KvUsage ?? -1),
        new("blocks", "Blocks", "KV blocks the engine has", true, w => w.KvBlocks ?? -1),
        new("tokens", "Pred. tokens", "Tokens the predicted tree holds for the worker, estimated", true, w => w.PredictedTokens),
        new("predicted", "Hit pred.", "Predicted cached share of prompt tokens, last minute", true, w => w.PredictedHitRate ?? -1),
        new("reported", "Hit rep.", "Cached share of prompt tokens as the engine reported it, last minute", true, w => w.ReportedHitRate ?? -1),
        new("rate", "Req/s", "Requests finished per second, last minute", true, w => w.RequestsPerSecond),
        new("ttft", "TTFT p50", "Median time to first token, last minute", true, w => w.TtftP50?.TotalSeconds ?? -1),
        new("errors", "Errors", "Failed requests, last minute", true, w => w.RecentErrors),
        new("age", "Age", "Age of the engine's own numbers", true, null),
        new("heat", "Cache fill, 5 min", "Share of its KV blocks that hold prefixes we expect it to have; oldest left, dark is full", false, null),
    ];
}
