using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/workers</c>; the same fields as an entry of the section <c>Workers</c>.</summary>
public sealed record WorkerRequest
{
    /// <summary>1 to 64 of A-Z a-z 0-9 . _ -</summary>
    public string? Id { get; init; }

    /// <summary>Base address, http or https, without <c>/v1</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Empty: asked from the worker.</summary>
    public string[]? Models { get; init; }

    public string[]? Adapters { get; init; }

    /// <summary>Both, Prefill or Decode; Both when absent.</summary>
    public string? Role { get; init; }

    public int? KvBlocks { get; init; }

    public int? BlockSize { get; init; }

    /// <summary>Auto, Vllm, Sglang, TensorRtLlm or LlamaCpp; Auto when absent.</summary>
    public string? Engine { get; init; }

    /// <summary>Whole address of its metrics, when they are elsewhere.</summary>
    public string? MetricsUrl { get; init; }

    /// <summary>Where it publishes KV events over ZMQ; absent: it does not, or posts them here.</summary>
    public KvEventsRequest? KvEvents { get; init; }

    internal WorkerOptions ToOptions() => new()
    {
        Id = Id,
        Url = Url,
        Models = Models ?? [],
        Adapters = Adapters ?? [],
        Role = Role ?? "Both",
        KvBlocks = KvBlocks,
        BlockSize = BlockSize,
        Engine = Engine ?? "Auto",
        MetricsUrl = MetricsUrl,
        KvEvents = KvEvents?.ToOptions(),
    };
}
