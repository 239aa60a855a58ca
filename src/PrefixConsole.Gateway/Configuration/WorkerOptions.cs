namespace PrefixConsole.Gateway.Configuration;

/// <summary>One entry of the section <c>Workers</c>; also the body of <c>POST /api/workers</c>.</summary>
public sealed class WorkerOptions
{
    /// <value>Unique name: 1 to 64 of A-Z a-z 0-9 . _ -</value>
    public string? Id { get; set; }

    /// <value>Base address such as <c>http://10.0.0.5:8000</c>.</value>
    public string? Url { get; set; }

    /// <value>Models served; empty: asked from the worker.</value>
    public string[] Models { get; set; } = [];

    /// <value>LoRA adapters served.</value>
    public string[] Adapters { get; set; } = [];

    /// <value>Both, Prefill or Decode. Default Both.</value>
    public string Role { get; set; } = "Both";

    /// <value>KV blocks, when the engine does not report them; 1 to 100,000,000.</value>
    public int? KvBlocks { get; set; }

    /// <value>Tokens per KV block, when the engine does not report it; 1 to 4,096.</value>
    public int? BlockSize { get; set; }

    /// <value>What engine it is: Auto, Vllm, Sglang, TensorRtLlm or LlamaCpp. Default Auto: found out from its metrics.</value>
    public string Engine { get; set; } = "Auto";

    /// <value>Whole address of its metrics when they are elsewhere, such as <c>http://10.0.0.5:8002/metrics</c> of Triton.</value>
    public string? MetricsUrl { get; set; }

    /// <value>Where it publishes KV events. Default none: it does not, or posts them to the admin API.</value>
    public KvEventOptions? KvEvents { get; set; }
}
