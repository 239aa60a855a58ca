namespace PrefixConsole.Routing.Filters;

/// <summary>Names of the filters that a <c>custom</c> strategy can use.</summary>
public static class FilterNames
{
    /// <summary>Removes workers whose engine queue is full; may remove all.</summary>
    public const string BelowQueueLimit = "below-queue-limit";

    /// <summary>Removes workers whose KV cache is nearly full; may remove all.</summary>
    public const string KvBelowLimit = "kv-below-limit";

    /// <summary>Keeps only workers that hold most of the prompt, if there are any.</summary>
    public const string PrefixAffinity = "prefix-affinity";

    /// <summary>Keeps only workers under their load thresholds, if there are any.</summary>
    public const string Utilization = "utilization";
}
