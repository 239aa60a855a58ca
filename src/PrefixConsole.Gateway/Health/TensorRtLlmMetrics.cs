namespace PrefixConsole.Gateway.Health;

/// <summary>Names of trtllm-serve, of TensorRT-LLM behind Triton, and of Triton alone.</summary>
internal static class TensorRtLlmMetrics
{
    public static void Take(EngineGauges gauges, in PrometheusReader sample)
    {
        var name = sample.Name;
        var value = sample.Value;
        if (name.SequenceEqual("trtllm_num_requests_waiting"u8))
        {
            gauges.AddWaiting(value);
        }
        else if (name.SequenceEqual("trtllm_num_requests_running"u8))
        {
            gauges.AddRunning(value);
        }
        else if (name.SequenceEqual("trtllm_kv_cache_utilization"u8))
        {
            gauges.SetUsage(value);
        }
        else if (name.SequenceEqual("trtllm_kv_cache_max_blocks"u8))
        {
            gauges.AddBlocks(value);
        }
        else if (name.SequenceEqual("trtllm_kv_cache_tokens_per_block"u8))
        {
            gauges.BlockSize = value;
        }
        else if (name.SequenceEqual("nv_trt_llm_request_metrics"u8))
        {
            Requests(gauges, sample.Label("request_type"u8), value);
        }
        else if (name.SequenceEqual("nv_trt_llm_kv_cache_block_metrics"u8))
        {
            Cache(gauges, sample.Label("kv_cache_block_type"u8), value);
        }
        else if (name.SequenceEqual("nv_inference_pending_request_count"u8))
        {
            gauges.Pending = (gauges.Pending ?? 0) + value;
        }
    }

    private static void Requests(EngineGauges gauges, string? type, double value)
    {
        if (type == "waiting")
        {
            gauges.AddWaiting(value);
        }
        else if (type == "scheduled")
        {
            gauges.AddRunning(value);
        }
    }

    private static void Cache(EngineGauges gauges, string? type, double value)
    {
        switch (type)
        {
            case "fraction":
                gauges.SetUsage(value);
                break;
            case "max":
                gauges.AddBlocks(value);
                break;
            case "tokens_per":
                gauges.BlockSize = value;
                break;
        }
    }
}
