namespace PrefixConsole.Routing.Strategies;

/// <summary>Names of the built-in strategies.</summary>
public static class StrategyNames
{
    /// <summary>Any healthy worker, uniformly.</summary>
    public const string Random = "random";

    /// <summary>Healthy workers in turn.</summary>
    public const string RoundRobin = "round-robin";

    /// <summary>Fewest requests in flight by our own count.</summary>
    public const string LeastLoaded = "least-loaded";

    /// <summary>Two at random, the less loaded of them.</summary>
    public const string PowerOfTwo = "power-of-two";

    /// <summary>A session stays on its worker.</summary>
    public const string SessionAffinity = "session-affinity";

    /// <summary>Prefix affinity by consistent hashing with bounded load (GIE proposal 602, KubeAI).</summary>
    public const string ConsistentHash = "consistent-hash";

    /// <summary>Approximate tree with a match threshold and a balance gate (SGLang).</summary>
    public const string ApproximateTree = "approximate-tree";

    /// <summary>Approximate prefix, queue and KV use, weighted (Gateway API Inference Extension).</summary>
    public const string ApproximatePrefix = "approximate-prefix";

    /// <summary>Reported prefix, queue and KV use, weighted (llm-d).</summary>
    public const string PrecisePrefix = "precise-prefix";

    /// <summary>Prefill and decode blocks less the overlap, as a cost (NVIDIA Dynamo).</summary>
    public const string DynamoCost = "dynamo-cost";

    /// <summary>Longest reported overlap (SGLang's event mode).</summary>
    public const string KvEventsLongest = "kv-events-longest";

    /// <summary>Scorers, weights and picker composed by the operator.</summary>
    public const string Custom = "custom";
}
