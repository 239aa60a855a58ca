namespace PrefixConsole.Routing.Scorers;

/// <summary>Names of the scorers that a <c>custom</c> strategy can weigh.</summary>
public static class ScorerNames
{
    /// <summary>Share of the prompt the worker is predicted to hold.</summary>
    public const string Prefix = "prefix";

    /// <summary>Share of the prompt the worker reported to hold.</summary>
    public const string ReportedPrefix = "reported-prefix";

    /// <summary>Shorter engine queue, relative to the other candidates.</summary>
    public const string Queue = "queue";

    /// <summary>Free share of the KV cache.</summary>
    public const string KvUsage = "kv-usage";

    /// <summary>Fewer running requests, relative to the other candidates.</summary>
    public const string RunningRequests = "running-requests";

    /// <summary>Shorter engine queue, on an absolute scale.</summary>
    public const string LoadAware = "load-aware";

    /// <summary>Fewer requests in flight by our own count.</summary>
    public const string ActiveRequests = "active-requests";

    /// <summary>Fewer prompt tokens waiting to be prefilled.</summary>
    public const string PendingPrefill = "pending-prefill";

    /// <summary>Spreads requests nobody holds a prefix of.</summary>
    public const string NoHitLru = "no-hit-lru";

    /// <summary>Dynamo's cost; belongs to the strategy <c>dynamo-cost</c>.</summary>
    public const string DynamoCost = "dynamo-cost";

    /// <summary>The requested LoRA adapter is loaded, or has room.</summary>
    public const string LoraAffinity = "lora-affinity";

    /// <summary>The worker the session is bound to.</summary>
    public const string Session = "session";
}
