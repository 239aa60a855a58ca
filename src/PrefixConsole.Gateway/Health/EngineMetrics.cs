using System.Globalization;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// Scrape → <see cref="WorkerMetrics"/>, by the names of vLLM (new and old), SGLang, trtllm-serve and llama.cpp. Over several
/// engines in one process (data-parallel ranks) counts are added up and the fullest cache counts. Missing stays null.
/// </summary>
internal static class EngineMetrics
{
    public static WorkerMetrics Read(ReadOnlySpan<byte> text, long timestamp)
    {
        double? waiting = null;
        double? running = null;
        double? usage = null;
        double? blocks = null;
        double? blockSize = null;
        double? queries = null;
        double? hits = null;
        var reader = new PrometheusReader(text);
        while (reader.Read())
        {
            var name = reader.Name;
            var value = reader.Value;
            if (name.SequenceEqual("vllm:num_requests_waiting"u8) || name.SequenceEqual("sglang:num_queue_reqs"u8)
                || name.SequenceEqual("trtllm_num_requests_waiting"u8) || name.SequenceEqual("llamacpp:requests_deferred"u8))
            {
                Add(ref waiting, value);
            }
            else if (name.SequenceEqual("vllm:num_requests_running"u8) || name.SequenceEqual("sglang:num_running_reqs"u8)
                || name.SequenceEqual("trtllm_num_requests_running"u8) || name.SequenceEqual("llamacpp:requests_processing"u8))
            {
                Add(ref running, value);
            }
            else if (name.SequenceEqual("vllm:kv_cache_usage_perc"u8) || name.SequenceEqual("vllm:gpu_cache_usage_perc"u8)
                || name.SequenceEqual("sglang:token_usage"u8) || name.SequenceEqual("trtllm_kv_cache_utilization"u8))
            {
                usage = Math.Max(usage ?? 0, Math.Clamp(value, 0, 1));
            }
            else if (name.SequenceEqual("vllm:cache_config_info"u8))
            {
                Add(ref blocks, Number(reader.Label("num_gpu_blocks"u8)));
                blockSize = Number(reader.Label("block_size"u8)) ?? blockSize;
            }
            else if (name.SequenceEqual("sglang:cache_config_info"u8))
            {
                Add(ref blocks, Number(reader.Label("num_pages"u8)));
                blockSize = Number(reader.Label("page_size"u8)) ?? blockSize;
            }
            else if (name.SequenceEqual("trtllm_kv_cache_max_blocks"u8))
            {
                Add(ref blocks, value);
            }
            else if (name.SequenceEqual("trtllm_kv_cache_tokens_per_block"u8))
            {
                blockSize = value;
            }
            else if (name.SequenceEqual("vllm:prefix_cache_queries_total"u8) || name.SequenceEqual("vllm:prefix_cache_queries"u8)
                || name.SequenceEqual("vllm:gpu_prefix_cache_queries_total"u8) || name.SequenceEqual("vllm:gpu_prefix_cache_queries"u8))
            {
                Add(ref queries, value);
            }
            else if (name.SequenceEqual("vllm:prefix_cache_hits_total"u8) || name.SequenceEqual("vllm:prefix_cache_hits"u8)
                || name.SequenceEqual("vllm:gpu_prefix_cache_hits_total"u8) || name.SequenceEqual("vllm:gpu_prefix_cache_hits"u8))
            {
                Add(ref hits, value);
            }
        }

        return new WorkerMetrics(Int(waiting), Int(running), usage, Positive(blocks), Positive(blockSize), Long(queries), Long(hits), timestamp);
    }

    private static void Add(ref double? sum, double? value)
    {
        if (value is not null)
        {
            sum = (sum ?? 0) + value;
        }
    }

    private static double? Number(string? label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static int? Int(double? value) => value is >= 0 ? (int)Math.Min(value.Value, int.MaxValue) : null;

    private static int? Positive(double? value) => value is >= 1 ? (int)Math.Min(value.Value, int.MaxValue) : null;

    private static long? Long(double? value) => value is >= 0 ? (long)Math.Min(value.Value, 1L << 53) : null;
}
