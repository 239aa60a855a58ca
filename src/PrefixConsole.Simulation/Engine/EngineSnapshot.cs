namespace PrefixConsole.Simulation.Engine;

/// <summary>Gauges and counters of an engine, read at one moment.</summary>
public sealed record EngineSnapshot
{
    public required int Waiting { get; init; }

    public required int Running { get; init; }

    public required int TotalBlocks { get; init; }

    public required int FreeBlocks { get; init; }

    public required int PrivateBlocks { get; init; }

    /// <summary>Findable blocks, held and idle.</summary>
    public required int CachedBlocks { get; init; }

    /// <summary>Blocks that a request holds.</summary>
    public required int ActiveBlocks { get; init; }

    /// <summary>Prompt tokens looked up, once per request.</summary>
    public required long PrefixQueries { get; init; }

    /// <summary>Those of them found.</summary>
    public required long PrefixHits { get; init; }

    public required long Preemptions { get; init; }

    public required long Evictions { get; init; }

    /// <summary>Prompt tokens of admitted requests.</summary>
    public required long PromptTokens { get; init; }

    public required long GeneratedTokens { get; init; }

    public required long Finished { get; init; }

    public required long Cancelled { get; init; }

    public required long Rejected { get; init; }

    public required long Passes { get; init; }

    /// <summary>LoRA adapters with a running request, in order of name.</summary>
    public required IReadOnlyList<string> RunningAdapters { get; init; }

    /// <summary>LoRA adapters with a waiting request, in order of name.</summary>
    public required IReadOnlyList<string> WaitingAdapters { get; init; }

    /// <summary>Share of the pool that requests hold, 0 to 1: what vLLM calls KV cache usage.</summary>
    public double Usage => (double)ActiveBlocks / TotalBlocks;
}
