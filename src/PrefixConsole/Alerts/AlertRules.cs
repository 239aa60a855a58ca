namespace PrefixConsole.Alerts;

/// <summary>The built-in rules. Thresholds are those of llm-d's alert rules where it has one, else ours.</summary>
public static class AlertRules
{
    private const string LlmD = "llm-d alert rules";
    private const string Ours = "PrefixConsole";

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new("errors-critical", "Many requests fail", AlertSeverity.Critical, AlertSignal.ErrorRatio, true, 0.05, Minutes(2), "%", 0, 1,
            "Workers fail or cannot be reached.", "Open the failed decisions: their status and worker tell which.", "/decisions?errors=true", LlmD),
        new("errors-warning", "Requests fail", AlertSeverity.Warning, AlertSignal.ErrorRatio, true, 0.01, Minutes(2), "%", 0, 1,
            "A worker fails now and then.", "Open the failed decisions, then the worker they share.", "/decisions?errors=true", LlmD),
        new("availability", "The hour's availability is below its goal", AlertSeverity.Warning, AlertSignal.Availability, false, 0.999, Minutes(5), "%", 0, 1,
            "Errors over the last hour have used up the budget.", "See when they came on the overview with range 1 hour.", "/?range=1h", LlmD),
        new("ttft-p99-critical", "The slowest first tokens take very long", AlertSeverity.Critical, AlertSignal.TtftP99, true, 30, Minutes(2), "s", 0, 3600,
            "Queues, or long prompts that nobody has cached.", "Compare queue and KV use of the workers; look for hot ones.", "/workers?sort=-queue", LlmD),
        new("ttft-p99-warning", "The slowest first tokens take long", AlertSeverity.Warning, AlertSignal.TtftP99, true, 10, Minutes(2), "s", 0, 3600,
            "Queues, or long prompts that nobody has cached.", "Compare queue and KV use of the workers.", "/workers?sort=-queue", LlmD),
        new("ttft-p95", "First tokens miss their goal", AlertSeverity.Warning, AlertSignal.TtftP95, true, 3, Minutes(5), "s", 0, 3600,
            "The fleet is slower than its objective of 3 s.", "Look at the last change of strategy and its effect.", "/changes", LlmD),
        new("kv-usage", "A worker's KV cache is nearly full", AlertSeverity.Warning, AlertSignal.KvUsage, true, 0.9, Minutes(2), "%", 0, 1,
            "Long requests, or affinity that keeps to one worker.", "Drain it, or lower the weight of the prefix.", "/workers?sort=-kv", LlmD),
        new("queue", "Requests wait in an engine", AlertSeverity.Warning, AlertSignal.QueueDepth, true, 50, Minutes(2), "", 0, 1_000_000,
            "More arrives than the worker can prefill.", "Compare the workers' queues: one long queue is a routing matter, all long is capacity.", "/workers?sort=-queue", LlmD),
        new("hit-rate", "Little of the prompts is found in caches", AlertSeverity.Warning, AlertSignal.HitRate, false, 0.3, Minutes(15), "%", 0, 1,
            "Cold traffic, evictions, or a strategy that scatters prefixes.", "The causes of loss tell which.", "/accuracy", LlmD),
        new("no-worker", "No worker can take requests", AlertSeverity.Critical, AlertSignal.Ready, false, 1, TimeSpan.FromSeconds(10), "", 0, 4096,
            "All are down, drained or not probed yet.", "See each worker's reason.", "/workers", Ours),
        new("worker-down", "A worker is down", AlertSeverity.Warning, AlertSignal.NotReady, true, 0, Minutes(1), "", 0, 4096,
            "Its probes or requests fail.", "See its reason; the others take its traffic.", "/workers?sort=state", Ours),
        new("untrusted", "A worker's report of its cache is not to be trusted", AlertSeverity.Warning, AlertSignal.Untrusted, true, 0, Minutes(1), "", 0, 4096,
            "Its KV events have a gap, contradict its answers, or have stopped.", "See the feed's cause; resync it.", "/ingest", Ours),
        new("preemptions", "Engines preempt requests", AlertSeverity.Warning, AlertSignal.Preemptions, true, 1, Minutes(2), "", 0, 1_000_000,
            "Not measured: no engine metric of it is read yet.", "Ask the engine's own metrics.", "/workers", LlmD),
        new("prefill-decode", "Too many prefill workers for the decode workers", AlertSeverity.Warning, AlertSignal.PrefillDecodeRatio, true, 3, Minutes(5), "", 0, 1000,
            "Not measured while requests are not split between prefill and decode.", "Nothing yet.", "/workers", LlmD),
    ];

    /// <summary>Shortest and longest time a rule may have to hold.</summary>
    public static TimeSpan LeastFor => TimeSpan.Zero;

    public static TimeSpan MostFor => s_hour;

    public static AlertRule? Find(string id) => All.FirstOrDefault(r => r.Id == id);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
