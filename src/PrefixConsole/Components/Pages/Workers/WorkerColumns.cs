using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>The columns there are, and which of them a URL asks for.</summary>
internal static class WorkerColumns
{
    /// <summary>Always listed: a row without it is nobody's.</summary>
    public const string Name = "name";

    public static IReadOnlyList<WorkerColumn> All { get; } =
    [
        new(Name, "Worker", "", false, w => w.Id.Value),
        new("state", "State", "Sorted worst first: down, draining, pending, hot, untrusted, cold, warm; hover a word for its reason and rule", false, w => WorkerStates.RankOf(w)),
        new("trust", "Reports", "How far what it reports of its cache can be relied on; hover a state for its cause", false, w => w.Trust),
        new("in-flight", "In flight", "Requests sent and not finished, by our own count", true, w => w.InFlight) { Summed = w => w.InFlight },
        new("queue", "Queue", "Requests waiting in the engine", true, w => w.Waiting) { Summed = w => w.Waiting },
        new("running", "Run", "Requests running in the engine", true, w => w.Running) { Summed = w => w.Running, Usual = false },
        new("kv", "KV use", "Share of the engine's KV blocks that running requests use, as it reports it", true, w => w.KvUsage),
        new("kv-blocks", "KV blocks", "KV blocks of the engine, as it reports them or as configured", true, w => w.KvBlocks) { Summed = w => w.KvBlocks, Usual = false },
        new("tokens", "Predicted", "Tokens the predicted tree holds for the worker, estimated", true, w => w.PredictedTokens) { Summed = w => w.PredictedTokens },
        new("blocks", "Pred. blocks", "Blocks the predicted tree holds for the worker", true, w => w.PredictedBlocks) { Summed = w => w.PredictedBlocks, Usual = false },
        new("unique", "Unique", "Predicted tokens that only this worker holds, estimated", true, w => w.Insight?.Cache.Unique) { Summed = w => w.Insight?.Cache.Unique, Usual = false },
        new("duplicated", "Duplicated", "Predicted tokens that another worker holds too, estimated", true, w => w.Insight?.Cache.Duplicated) { Summed = w => w.Insight?.Cache.Duplicated },
        new("reported-tokens", "Reported", "Tokens the worker reported to hold", true, w => w.ReportedTokens) { Summed = w => w.ReportedTokens, Usual = false },
        new("reported-blocks", "Rep. blocks", "Index blocks the worker reported to hold", true, w => w.ReportedBlocks) { Summed = w => w.ReportedBlocks, Usual = false },
        new("predicted", "Hit pred.", "Predicted cached share of prompt tokens, last minute", true, w => w.PredictedHitRate),
        new("reported", "Hit rep.", "Cached share of prompt tokens as the engine reported it, last minute", true, w => w.ReportedHitRate),
        new("rate", "Req/s", "Requests finished per second, last minute", true, w => w.RequestsPerSecond) { Summed = w => w.RequestsPerSecond, Decimals = 1 },
        new("ttft", "TTFT", "Median time to first token, last minute", true, w => w.TtftP50),
        new("errors", "Err.", "Failed requests, last minute", true, w => w.RecentErrors) { Summed = w => w.RecentErrors },
        new("breaker", "Breaker", "Keeps requests away from a worker that does not answer; sorted open first, then by failures in a row. Hover it for the last failure", false, w => BreakerText.RankOf(w.Breaker)) { Usual = false },
        new("lag", "Lag", "How long its last batch of KV events waited before it was applied", true, w => w.Insight?.Lag) { Usual = false },
        new("sequence", "Seq.", "Number of its last batch of KV events", true, w => w.Insight?.Sequence) { Usual = false },
        new("epoch", "Epoch", "1 for the first life of its engine that was heard of, one more for every restart", true, w => w.Insight?.Epoch) { Usual = false },
        new("origin", "From", "Whether it is in the configuration, of the embedded fleet, or was added here, by whom and when", false, w => OriginText.Of(w.Added, w.Simulated)) { Usual = false },
        new("role", "Role", "What it does: prefill, decode or both", false, w => w.Role.ToString()) { Usual = false },
        new("models", "Models", "Models and adapters it answers for", false, w => string.Join(", ", w.Models)) { Usual = false },
        new("age", "Age", "Age of the engine's own numbers", true, w => w.MetricsAge) { Usual = false },
    ];

    /// <param name="text">From the URL: keys with commas between them. What names no column is left out; without any, the usual ones.</param>
    public static IReadOnlyList<WorkerColumn> Parse(string? text)
    {
        var keys = Keys(text);
        return All.Any(c => c.Key != Name && keys.Contains(c.Key))
            ? [.. All.Where(c => c.Key == Name || keys.Contains(c.Key))]
            : [.. All.Where(c => c.Usual)];
    }

    /// <summary>The first key that names no column; null when all do.</summary>
    public static string? Unknown(string? text) => Keys(text).FirstOrDefault(key => All.All(c => c.Key != key));

    private static string[] Keys(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What the URL holds when a column is put in or taken out; null for the usual ones.</summary>
    public static string? Toggled(IReadOnlyList<WorkerColumn> shown, WorkerColumn column)
    {
        WorkerColumn[] next = [.. All.Where(c => shown.Contains(c) != (c == column))];
        return next.SequenceEqual(All.Where(c => c.Usual)) ? null : string.Join(',', next.Where(c => c.Key != Name).Select(c => c.Key));
    }
}
