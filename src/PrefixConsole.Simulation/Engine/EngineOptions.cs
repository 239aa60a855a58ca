namespace PrefixConsole.Simulation.Engine;

/// <summary>Size and speed of a simulated engine. Defaults follow vLLM v1 and Dynamo's mocker, block size excepted (theirs is 64).</summary>
public sealed record EngineOptions
{
    /// <summary>KV blocks in the pool.</summary>
    /// <value>Default 4096, at least 1.</value>
    public int Blocks { get; init; } = 4096;

    /// <summary>Tokens per block.</summary>
    /// <value>Default 16, at least 1.</value>
    public int BlockSize { get; init; } = 16;

    /// <summary>Most tokens computed in one pass; longer prompts are prefilled in chunks.</summary>
    /// <value>Default 8192, at least 1.</value>
    public int MaxBatchedTokens { get; init; } = 8192;

    /// <summary>Most requests running at once.</summary>
    /// <value>Default 256, at least 1.</value>
    public int MaxSequences { get; init; } = 256;

    /// <summary>Longest prompt plus output; the pool's size limits it further.</summary>
    /// <value>Default 32768, at least 2.</value>
    public int MaxModelLength { get; init; } = 32768;

    /// <summary>Every pass takes its modelled time divided by this.</summary>
    /// <value>Default 1, above 0.</value>
    public double SpeedFactor { get; init; } = 1;

    /// <summary>Seed of the generated tokens: equal prompts get equal answers from engines with equal seeds.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Keep stored and removed blocks for <see cref="SimulatedEngine.DrainBlockEvents"/>.</summary>
    /// <value>Default false: whoever turns it on must drain after every pass.</value>
    public bool RecordBlockEvents { get; init; }

    /// <summary>Prompt plus output that one request may reach.</summary>
    public int ContextLength => (int)Math.Min(MaxModelLength, (long)Blocks * BlockSize);
}
