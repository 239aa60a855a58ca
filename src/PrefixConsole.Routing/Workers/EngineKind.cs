namespace PrefixConsole.Routing.Workers;

/// <summary>What serves behind a worker's API: decides which metric names are read and which small endpoints exist.</summary>
public enum EngineKind
{
    /// <summary>Found out from its metrics; the default.</summary>
    Auto,
    Vllm,
    Sglang,

    /// <summary>TensorRT-LLM behind Triton or trtllm-serve.</summary>
    TensorRtLlm,
    LlamaCpp,
}
