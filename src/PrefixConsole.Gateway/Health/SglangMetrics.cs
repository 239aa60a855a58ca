namespace PrefixConsole.Gateway.Health;

/// <summary>SGLang's names.</summary>
internal static class SglangMetrics
{
    public static void Take(EngineGauges gauges, in PrometheusReader sample)
    {
        var name = sample.Name["sglang:"u8.Length..];
        if (name.SequenceEqual("num_queue_reqs"u8))
        {
            gauges.AddWaiting(sample.Value);
        }
        else if (name.SequenceEqual("num_running_reqs"u8))
        {
            gauges.AddRunning(sample.Value);
        }
        else if (name.SequenceEqual("token_usage"u8))
        {
            gauges.SetUsage(sample.Value);
        }
        else if (name.SequenceEqual("cache_config_info"u8))
        {
            gauges.AddBlocks(EngineGauges.Number(sample.Label("num_pages"u8)));
            gauges.BlockSize = EngineGauges.Number(sample.Label("page_size"u8)) ?? gauges.BlockSize;
        }
    }
}
