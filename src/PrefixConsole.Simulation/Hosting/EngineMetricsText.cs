using System.Globalization;
using System.Text;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>An engine's numbers in Prometheus text format under the names of engines other than vLLM.</summary>
internal sealed class EngineMetricsText(SimulatedEngine engine, string model, MetricsDialect dialect)
{
    public string Write()
    {
        var text = new StringBuilder(1024);
        var now = engine.Read();
        switch (dialect)
        {
            case MetricsDialect.Sglang:
                WriteSglang(text, now);
                break;
            case MetricsDialect.TrtLlmServe:
                WriteTrtLlmServe(text, now);
                break;
            case MetricsDialect.TritonTrtLlm:
                WriteTriton(text, now);
                break;
            default:
                WriteLlamaCpp(text, now);
                break;
        }

        return text.ToString();
    }

    private void WriteSglang(StringBuilder text, EngineSnapshot now)
    {
        var labels = $"model_name=\"{model}\"";
        Gauge(text, "sglang:num_running_reqs", labels, now.Running);
        Gauge(text, "sglang:num_queue_reqs", labels, now.Waiting);
        Gauge(text, "sglang:token_usage", labels, now.Usage);
        Gauge(text, "sglang:cache_config_info", FormattableString.Invariant($"page_size=\"{engine.Options.BlockSize}\",num_pages=\"{engine.Options.Blocks}\""), 1);
        Counter(text, "sglang:prompt_tokens_total", labels, now.PromptTokens);
        Counter(text, "sglang:cached_tokens_total", labels + ",cache_source=\"total\"", now.PrefixHits);
    }

    private void WriteTrtLlmServe(StringBuilder text, EngineSnapshot now)
    {
        var labels = $"model_name=\"{model}\"";
        Gauge(text, "trtllm_num_requests_running", labels, now.Running);
        Gauge(text, "trtllm_num_requests_waiting", labels, now.Waiting);
        Gauge(text, "trtllm_kv_cache_utilization", labels, now.Usage);
        Gauge(text, "trtllm_kv_cache_tokens_per_block", labels, engine.Options.BlockSize);
        Gauge(text, "trtllm_kv_cache_max_blocks", labels, engine.Options.Blocks);
    }

    private void WriteTriton(StringBuilder text, EngineSnapshot now)
    {
        var labels = $"model=\"{model}\",version=\"1\"";
        Sample(text, "nv_trt_llm_request_metrics", labels + ",request_type=\"waiting\"", now.Waiting);
        Sample(text, "nv_trt_llm_request_metrics", labels + ",request_type=\"scheduled\"", now.Running);
        Sample(text, "nv_trt_llm_kv_cache_block_metrics", labels + ",kv_cache_block_type=\"fraction\"", now.Usage);
        Sample(text, "nv_trt_llm_kv_cache_block_metrics", labels + ",kv_cache_block_type=\"tokens_per\"", engine.Options.BlockSize);
        Sample(text, "nv_trt_llm_kv_cache_block_metrics", labels + ",kv_cache_block_type=\"max\"", engine.Options.Blocks);
    }

    private static void WriteLlamaCpp(StringBuilder text, EngineSnapshot now)
    {
        Gauge(text, "llamacpp:requests_processing", "", now.Running);
        Gauge(text, "llamacpp:requests_deferred", "", now.Waiting);
        Counter(text, "llamacpp:prompt_tokens_total", "", now.PromptTokens - now.PrefixHits);
        Counter(text, "llamacpp:tokens_predicted_total", "", now.GeneratedTokens);
    }

    private static void Gauge(StringBuilder text, string name, string labels, double value) => Typed(text, "gauge", name, labels, value);

    private static void Counter(StringBuilder text, string name, string labels, double value) => Typed(text, "counter", name, labels, value);

    private static void Typed(StringBuilder text, string type, string name, string labels, double value)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        Sample(text, name, labels, value);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");
}
