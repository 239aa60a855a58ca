namespace PrefixConsole.Alerts;

/// <summary>The built-in rules. Thresholds, windows and times are those of llm-d's alert rules where it has one, else ours.</summary>
public static class AlertRules
{
    private const string LlmD = "llm-d alert rules";
    private const string Ours = "PrefixConsole";
    private const string Failed = "/decisions?errors=true";
    private const string Queues = "/workers?sort=queue";

    private static readonly TimeSpan s_now = TimeSpan.Zero;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new("errors-critical", "Many requests fail", AlertSeverity.Critical, AlertSignal.ErrorRatio, true, 0.05, ShortWindow, Minutes(2), "%", 0, 1,
            "Workers fail or cannot be reached.", "Open the failed decisions: their status and worker tell which.", Failed, LlmD),
        new("errors-warning", "Requests fail", AlertSeverity.Warning, AlertSignal.ErrorRatio, true, 0.01, ShortWindow, Minutes(10), "%", 0, 1,
            "A worker fails now and then.", "Open the failed decisions, then the worker they share.", Failed, LlmD),
        new("model-errors", "Requests of a model fail", AlertSeverity.Critical, AlertSignal.ModelErrorRatio, true, 0.1, ShortWindow, Minutes(5), "%", 0, 1,
            "The workers that serve it fail, or it is asked for more than they can do.", "Filter the failed decisions by the model that is named.", Failed, LlmD),
        new("availability", "Availability is below its goal", AlertSeverity.Critical, AlertSignal.Availability, false, 0.999, s_hour, s_now, "%", 0, 1,
            "Failures over the last hour have used up the budget, and go on.", "See when they came on the overview with range 1 hour.", "/?range=1h", LlmD),
        new("ttft-p99-critical", "The slowest first tokens take very long", AlertSeverity.Critical, AlertSignal.TtftP99, true, 30, ShortWindow, Minutes(5), "s", 0, 100,
            "Queues, or long prompts that nobody has cached.", "Compare queue and KV use of the workers; look for hot ones.", Queues, LlmD),
        new("ttft-p99-warning", "The slowest first tokens take long", AlertSeverity.Warning, AlertSignal.TtftP99, true, 10, ShortWindow, Minutes(10), "s", 0, 100,
            "Queues, or long prompts that nobody has cached.", "Compare queue and KV use of the workers.", Queues, LlmD),
        new("ttft-p95", "First tokens miss their goal", AlertSeverity.Warning, AlertSignal.TtftP95, true, 3, s_hour, Minutes(15), "s", 0, 100,
            "The fleet is slower than its objective of 3 s.", "Look at the last change of strategy and its effect.", "/changes", LlmD),
        new("duration-p99", "The slowest requests take long", AlertSeverity.Warning, AlertSignal.DurationP99, true, 10, ShortWindow, Minutes(10), "s", 0, 100,
            "Long answers, or engines with too much at a time.", "Compare the workers' load; long answers are no fault.", Queues, LlmD),
        new("kv-usage", "A worker's KV cache is nearly full", AlertSeverity.Warning, AlertSignal.KvUsage, true, 0.9, s_now, Minutes(10), "%", 0, 1,
            "Long requests, or affinity that keeps to one worker.", "Drain it, or lower the weight of the prefix.", "/workers?sort=kv", LlmD),
        new("queue", "Requests wait in an engine", AlertSeverity.Warning, AlertSignal.QueueDepth, true, 50, s_now, Minutes(5), "", 0, 1_000_000,
            "More arrives than the worker can prefill.", "Compare the workers' queues: one long queue is a routing matter, all long is capacity.", Queues, LlmD),
        new("hit-rate", "Little of the prompts is found in caches", AlertSeverity.Warning, AlertSignal.HitRate, false, 0.3, ShortWindow, Minutes(15), "%", 0, 1,
            "Cold traffic, evictions, or a strategy that scatters prefixes.", "The causes of loss tell which.", "/accuracy", LlmD),
        new("preemptions", "Engines preempt requests", AlertSeverity.Warning, AlertSignal.Preemptions, true, 1, ShortWindow, Minutes(5), "/s", 0, 1_000_000,
            "Too many requests at a time for the KV cache. Only vLLM reports it.", "Compare the workers' KV use; add workers or lower their batch size.", "/workers?sort=kv", LlmD),
        new("prefill-decode", "Prefill has far more to do than decode", AlertSeverity.Warning, AlertSignal.PrefillDecodeRatio, true, 3, s_now, Minutes(10), "", 0, 1000,
            "Too few workers for prefill. Measured only where workers have the roles prefill and decode.", "Compare the running requests of both roles.", "/workers", LlmD),
        new("no-worker", "No worker can take requests", AlertSeverity.Critical, AlertSignal.Ready, false, 1, s_now, Minutes(1), "", 0, 4096,
            "All are down, drained or not probed yet.", "See each worker's reason.", "/workers", LlmD),
        new("few-workers", "Fewer than two workers can take requests", AlertSeverity.Warning, AlertSignal.Ready, false, 2, s_now, Minutes(5), "", 0, 4096,
            "Others are down, drained or not there: nothing is left when this one goes.", "See each worker's reason. Switch it off for a fleet of one.", "/workers", LlmD),
        new("worker-down", "A worker is down", AlertSeverity.Warning, AlertSignal.NotReady, true, 0, s_now, Minutes(1), "", 0, 4096,
            "Its probes or requests fail.", "See its reason; the others take its traffic.", "/workers?sort=state", Ours),
        new("untrusted", "A worker's report of its cache is not to be trusted", AlertSeverity.Warning, AlertSignal.Untrusted, true, 0, s_now, Minutes(1), "", 0, 4096,
            "Its KV events have a gap, contradict its answers, or have stopped.", "See the feed's cause; resync it.", "/ingest", Ours),
    ];

    /// <summary>Window of most rates and quantiles, and the shorter of the two that availability is looked at in.</summary>
    public static TimeSpan ShortWindow => Minutes(5);

    /// <summary>How far samples are needed back from the first one that a rule is wanted for.</summary>
    public static TimeSpan Reach => s_hour;

    /// <summary>Shortest and longest time a rule may have to hold.</summary>
    public static TimeSpan LeastFor => TimeSpan.Zero;

    public static TimeSpan MostFor => s_hour;

    public static AlertRule? Find(string id) => All.FirstOrDefault(r => r.Id == id);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
