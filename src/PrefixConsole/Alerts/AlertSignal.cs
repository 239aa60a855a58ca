namespace PrefixConsole.Alerts;

/// <summary>What an alert rule looks at.</summary>
public enum AlertSignal
{
    /// <summary>Failed share of requests over the last minute, 0 to 1.</summary>
    ErrorRatio,

    /// <summary>Share of requests that succeeded over the last hour, 0 to 1.</summary>
    Availability,

    /// <summary>95th percentile of time to first token over the last minute, in seconds: mean over its ten-second stretches, weighted by requests.</summary>
    TtftP95,

    /// <summary>99th percentile of time to first token over the last minute, in seconds.</summary>
    TtftP99,

    /// <summary>Largest share of KV blocks in use of any worker, 0 to 1.</summary>
    KvUsage,

    /// <summary>Most requests waiting in any engine.</summary>
    QueueDepth,

    /// <summary>Cached share of prompt tokens over the last minute, 0 to 1: reported, or predicted where no engine reports.</summary>
    HitRate,

    /// <summary>Workers that are not ready and were not drained.</summary>
    NotReady,

    /// <summary>Workers whose report of their cache is not to be trusted.</summary>
    Untrusted,

    /// <summary>Workers that can take requests.</summary>
    Ready,

    /// <summary>Preemptions per second; no engine metric of it is read yet.</summary>
    Preemptions,

    /// <summary>Prefill workers per decode worker; not measured while requests are not split.</summary>
    PrefillDecodeRatio,
}
