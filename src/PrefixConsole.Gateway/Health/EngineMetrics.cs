using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// Scrape → <see cref="WorkerMetrics"/>, by the names of the engines. Over several engines in one process (data-parallel ranks) counts
/// are added up and the fullest cache counts. Missing stays null.
/// </summary>
internal static class EngineMetrics
{
    public static WorkerMetrics Read(ReadOnlySpan<byte> text, long timestamp, EngineKind engine = EngineKind.Auto)
    {
        var gauges = new EngineGauges();
        var reader = new PrometheusReader(text);
        while (reader.Read())
        {
            if (reader.Name.StartsWith("nv_inference_"u8))
            {
                // Triton's own, whatever engine it runs
                TensorRtLlmMetrics.Take(gauges, reader);
                continue;
            }

            var kind = KindOf(reader.Name);
            if (kind is EngineKind.Auto || (engine is not EngineKind.Auto && kind != engine))
            {
                continue;
            }

            // what is read first tells the engine: names of two in one scrape do not add up
            engine = engine is EngineKind.Auto ? kind : engine;
            switch (kind)
            {
                case EngineKind.Vllm:
                    VllmMetrics.Take(gauges, reader);
                    break;
                case EngineKind.Sglang:
                    SglangMetrics.Take(gauges, reader);
                    break;
                case EngineKind.LlamaCpp:
                    LlamaCppMetrics.Take(gauges, reader);
                    break;
                default:
                    TensorRtLlmMetrics.Take(gauges, reader);
                    break;
            }
        }

        engine = engine is EngineKind.Auto && gauges.Pending is not null ? EngineKind.TensorRtLlm : engine;
        return gauges.ToMetrics(engine, timestamp);
    }

    /// <summary>The engine whose names begin like this one; <see cref="EngineKind.Auto"/> for any other.</summary>
    private static EngineKind KindOf(ReadOnlySpan<byte> name) =>
        name.StartsWith("vllm:"u8) ? EngineKind.Vllm
        : name.StartsWith("sglang:"u8) ? EngineKind.Sglang
        : name.StartsWith("llamacpp:"u8) ? EngineKind.LlamaCpp
        : name.StartsWith("trtllm_"u8) || name.StartsWith("nv_trt_llm_"u8) ? EngineKind.TensorRtLlm
        : EngineKind.Auto;
}
