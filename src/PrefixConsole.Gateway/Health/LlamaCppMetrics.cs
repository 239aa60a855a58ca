namespace PrefixConsole.Gateway.Health;

/// <summary>llama.cpp's names. It has none for its cache; see <see cref="LlamaCppSlots"/>.</summary>
internal static class LlamaCppMetrics
{
    public static void Take(EngineGauges gauges, in PrometheusReader sample)
    {
        var name = sample.Name["llamacpp:"u8.Length..];
        if (name.SequenceEqual("requests_deferred"u8))
        {
            gauges.AddWaiting(sample.Value);
        }
        else if (name.SequenceEqual("requests_processing"u8))
        {
            gauges.AddRunning(sample.Value);
        }
        else if (name.SequenceEqual("kv_cache_usage_ratio"u8))
        {
            gauges.SetUsage(sample.Value);
        }
    }
}
