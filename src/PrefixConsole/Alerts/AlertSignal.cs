namespace PrefixConsole.Alerts;

/// <summary>What an alert rule looks at; over the rule's window, where it is no state of the moment.</summary>
public enum AlertSignal
{
    /// <summary>Share of requests that failed on the server's side (5xx, or broken off), 0 to 1.</summary>
    ErrorRatio,

    /// <summary>The same of the model that fails most.</summary>
    ModelErrorRatio,

    /// <summary>Share of requests that did not fail on the server's side, 0 to 1: the greater of that over the window and over five minutes.</summary>
    Availability,

    /// <summary>95th percentile of time to first token, in seconds.</summary>
    TtftP95,

    /// <summary>99th percentile of time to first token, in seconds.</summary>
    TtftP99,

    /// <summary>99th percentile of the time from arrival to the last byte, in seconds.</summary>
    DurationP99,

    /// <summary>Largest share of KV blocks in use of any worker, 0 to 1.</summary>
    KvUsage,

    /// <summary>Most requests waiting in any engine.</summary>
    QueueDepth,

    /// <summary>Cached share of prompt tokens, 0 to 1: reported, or predicted where no engine reports.</summary>
    HitRate,

    /// <summary>Workers that are not ready and were not drained.</summary>
    NotReady,

    /// <summary>Workers whose report of their cache is not to be trusted.</summary>
    Untrusted,

    /// <summary>Workers that can take requests.</summary>
    Ready,

    /// <summary>Requests per second that engines put back in their queues, over all workers.</summary>
    Preemptions,

    /// <summary>Requests running in prefill workers per request running in decode workers.</summary>
    PrefillDecodeRatio,
}
