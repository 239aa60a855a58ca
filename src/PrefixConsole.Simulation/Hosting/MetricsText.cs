using System.Globalization;
using System.Text;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>An engine's numbers in Prometheus text format under vLLM's names and labels.</summary>
internal sealed class MetricsText(SimulatedEngine engine, ServedNames names, TimeProvider time)
{
    private readonly string _labels = $"engine=\"0\",model_name=\"{Escape(names.Base)}\"";

    public string Write()
    {
        var text = new StringBuilder(4096);
        var now = engine.Read();
        Single(text, "gauge", "vllm:num_requests_running", "Requests in the running batch.", now.Running);
        Single(text, "gauge", "vllm:num_requests_waiting", "Requests waiting to be scheduled.", now.Waiting);
        Single(text, "gauge", "vllm:kv_cache_usage_perc", "Share of KV blocks that requests hold, 0 to 1.", now.Usage);
        Single(text, "counter", "vllm:prefix_cache_queries_total", "Prompt tokens looked up in the prefix cache.", now.PrefixQueries);
        Single(text, "counter", "vllm:prefix_cache_hits_total", "Prompt tokens found in the prefix cache.", now.PrefixHits);
        Single(text, "counter", "vllm:num_preemptions_total", "Preemptions.", now.Preemptions);
        Single(text, "counter", "vllm:prompt_tokens_total", "Prompt tokens processed.", now.PromptTokens);
        Single(text, "counter", "vllm:generation_tokens_total", "Tokens generated.", now.GeneratedTokens);
        Single(text, "counter", "vllm:request_success_total", "Requests finished.", now.Finished);

        // Not vLLM's: what its gauges do not tell about a cache.
        Single(text, "gauge", "prefixconsole_sim:cached_blocks", "Findable KV blocks, held and idle.", now.CachedBlocks);
        Single(text, "counter", "prefixconsole_sim:evictions_total", "Cached blocks evicted.", now.Evictions);
        Header(text, "gauge", "vllm:cache_config_info", "Cache configuration.");
        text.Append(CultureInfo.InvariantCulture, $"vllm:cache_config_info{{block_size=\"{engine.Options.BlockSize}\",enable_prefix_caching=\"True\",engine=\"0\",num_gpu_blocks=\"{engine.Options.Blocks}\"}} 1\n");
        WriteAdapters(text, now);
        Write(text, "vllm:time_to_first_token_seconds", "Time to first token.", engine.TimeToFirstToken.Read());
        Write(text, "vllm:inter_token_latency_seconds", "Time between tokens.", engine.InterTokenLatency.Read());
        Write(text, "vllm:e2e_request_latency_seconds", "Time from submission to last token.", engine.RequestLatency.Read());
        return text.ToString();
    }

    private void WriteAdapters(StringBuilder text, EngineSnapshot now)
    {
        if (names.Adapters.Count > 0)
        {
            Header(text, "gauge", "vllm:lora_requests_info", "LoRA adapters in use; the value is the time of the reading.");
            var seconds = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
            text.Append(CultureInfo.InvariantCulture, $"vllm:lora_requests_info{{max_lora=\"{names.Adapters.Count}\",running_lora_adapters=\"{Join(now.RunningAdapters)}\",waiting_lora_adapters=\"{Join(now.WaitingAdapters)}\"}} {seconds}\n");
        }
    }

    private void Single(StringBuilder text, string type, string name, string help, double value)
    {
        Header(text, type, name, help);
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{_labels}}} {value}\n");
    }

    private void Write(StringBuilder text, string name, string help, HistogramSnapshot histogram)
    {
        Header(text, "histogram", name, help);
        for (var i = 0; i < histogram.Cumulative.Count; i++)
        {
            var bound = i < histogram.Bounds.Count ? histogram.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{_labels},le=\"{bound}\"}} {histogram.Cumulative[i]}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{_labels}}} {histogram.Sum}\n{name}_count{{{_labels}}} {histogram.Count}\n");
    }

    private static void Header(StringBuilder text, string type, string name, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static string Join(IReadOnlyList<string> adapters) => Escape(string.Join(',', adapters));

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
