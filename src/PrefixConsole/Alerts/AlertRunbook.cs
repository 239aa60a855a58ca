namespace PrefixConsole.Alerts;

/// <summary>What to do about a rule, in words for the guide.</summary>
/// <param name="Means">What it says of the fleet while it fires.</param>
/// <param name="Look">What tells the causes apart.</param>
/// <param name="Act">What ends it.</param>
public sealed record AlertRunbook(string Means, string Look, string Act)
{
    private static readonly AlertRunbook s_errors = new(
        "Requests fail on the server's side: answered with 5xx, or broken off. What clients got wrong (4xx) or gave up on (499) does not count.",
        "The failed decisions: do they share a worker, a model or a status? Then that worker's state and its last changes.",
        "Drain the worker they share. If it is all of them, look at what they have in common: network, engine version, the last change of strategy.");

    private static readonly AlertRunbook s_slow = new(
        "The slowest one in a hundred waits this long for its first token.",
        "Queue and KV use by worker, then the spread of latencies on the overview. One hot worker is a matter of routing; all of them of capacity.",
        "One hot worker: raise the weight of queue or lower that of the prefix, previewed first. All: add workers, or let fewer requests in.");

    /// <summary>Never null: there is a test that every rule has one.</summary>
    public static AlertRunbook Of(AlertRule rule) => rule.Id switch
    {
        "errors-critical" or "errors-warning" => s_errors,
        "model-errors" => new(
            "Requests of one model fail on the server's side: the rule looks at the model that fails most and names it. Models that no worker serves, and those beyond the first 32, count together as “other”.",
            "The failed decisions, filtered by the model: do they share a worker?",
            "As for errors of the fleet, with the workers that serve the model."),
        "availability" => new(
            "Failures over the last hour have used up what the goal allows, and the last five minutes fail too. It ends when either is well again.",
            "The overview with range 1 hour: when did failures come, and was there a change just before?",
            "If a change of strategy came just before, return to the revision before it; else as for errors."),
        "ttft-p99-critical" or "ttft-p99-warning" => s_slow,
        "ttft-p95" => new(
            "Over the last hour one request in twenty waited longer for its first token than the goal allows.",
            "Changes: the ten minutes before and after each revision. Accuracy: did the cached share fall at the same time?",
            "Return to the revision before, if it was better; else add workers for prefill."),
        "duration-p99" => new(
            "The slowest one in a hundred takes this long from arrival to its last byte. Long answers do too, and are no fault.",
            "The spread of inter-token latency: if it is as always, answers are long; if it grew, engines have too much at a time.",
            "Raise the threshold if your answers are long; else spread load as for first tokens."),
        "kv-usage" => new(
            "A worker's KV cache is nearly full: it will evict prefixes, then preempt requests.",
            "That worker's prefixes and its requests in flight, beside those of the others.",
            "Lower the weight of the prefix or raise that of KV use; drain it if it does not come down; add workers if all are full."),
        "queue" => new(
            "Requests wait inside an engine, which no router can take back.",
            "The queues of all workers side by side.",
            "One long queue: raise the weight of queue. All long: add workers, or let fewer requests in."),
        "hit-rate" => new(
            "Little of the prompts is taken from caches: reported by engines, or predicted where none reports.",
            "Accuracy: the causes of loss. Was it available and not captured (routing), captured and not delivered (eviction), or not available (cold traffic)?",
            "Routing: compare strategies in “Where would it go?”. Eviction: more memory, or fewer prefixes per worker. Cold traffic has no remedy."),
        "preemptions" => new(
            "Engines put running requests back in their queues for want of KV memory, and compute them again. Only vLLM reports it.",
            "KV use and running requests by worker.",
            "Lower the engines' max-num-seqs, add workers, or raise the weight of KV use."),
        "prefill-decode" => new(
            "Far more requests run in prefill workers than in decode workers. Measured only where workers have those roles.",
            "Running requests of the workers of both roles.",
            "Move workers from decode to prefill, or add some for prefill."),
        "no-worker" => new(
            "No worker is ready: every request is refused with 503.",
            "The workers and their reasons: down, draining, or not probed yet.",
            "Undrain one if they were drained; else restart what is down and read its engine's log."),
        "few-workers" => new(
            "Fewer than two workers are ready: when this one goes, nothing serves.",
            "The workers and their reasons.",
            "Bring the others back or add one. Switch the rule off for a fleet of one."),
        "worker-down" => new(
            "A worker's probes or requests fail; the others take its traffic without its cache.",
            "Its page: the reason, and its last changes of state.",
            "Restart its engine, or remove it if it does not come back. It is taken up again by itself."),
        "untrusted" => new(
            "What a worker reports of its cache has gaps, contradicts its answers, or has stopped. Routing goes by predictions for it.",
            "Ingest: the feed's cause, its gaps and replays.",
            "Resync it. If it comes back, look at the engine's --kv-events-config: is there a replay endpoint, is the port right?"),
        _ => new("", "", ""),
    };
}
