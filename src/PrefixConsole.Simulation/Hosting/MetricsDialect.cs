namespace PrefixConsole.Simulation.Hosting;

/// <summary>Under whose names a simulated worker shows its numbers at <c>/metrics</c>.</summary>
public enum MetricsDialect
{
    Vllm,
    Sglang,

    /// <summary>trtllm-serve.</summary>
    TrtLlmServe,

    /// <summary>TensorRT-LLM behind Triton.</summary>
    TritonTrtLlm,

    /// <summary>llama.cpp's server, which does not say how full its cache is.</summary>
    LlamaCpp,
}
