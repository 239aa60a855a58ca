namespace PrefixConsole.Gateway.Health;

/// <summary>vLLM's names, new and old.</summary>
internal static class VllmMetrics
{
    public static void Take(EngineGauges gauges, in PrometheusReader sample)
    {
        var name = sample.Name["vllm:"u8.Length..];
        var value = sample.Value;
        if (name.SequenceEqual("num_requests_waiting"u8))
        {
            gauges.AddWaiting(value);
        }
        else if (name.SequenceEqual("num_requests_running"u8))
        {
            gauges.AddRunning(value);
        }
        else if (name.SequenceEqual("kv_cache_usage_perc"u8) || name.SequenceEqual("gpu_cache_usage_perc"u8))
        {
            gauges.SetUsage(value);
        }
        else if (name.SequenceEqual("cache_config_info"u8))
        {
            gauges.AddBlocks(EngineGauges.Number(sample.Label("num_gpu_blocks"u8)));
            gauges.BlockSize = EngineGauges.Number(sample.Label("block_size"u8)) ?? gauges.BlockSize;
        }
        else if (name.SequenceEqual("lora_requests_info"u8))
        {
            gauges.SetAdapters(
                value, sample.Label("running_lora_adapters"u8), sample.Label("waiting_lora_adapters"u8), EngineGauges.Number(sample.Label("max_lora"u8)));
        }
        else if (IsCounter(name, "prefix_cache_queries"u8))
        {
            gauges.AddQueries(value);
        }
        else if (IsCounter(name, "prefix_cache_hits"u8))
        {
            gauges.AddHits(value);
        }
        else if (IsCounter(name, "num_preemptions"u8))
        {
            gauges.AddPreemptions(value);
        }
    }

    private static bool IsCounter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> counter)
    {
        name = name.StartsWith("gpu_"u8) ? name["gpu_"u8.Length..] : name;
        return name.StartsWith(counter) && (name.Length == counter.Length || name[counter.Length..].SequenceEqual("_total"u8));
    }
}
