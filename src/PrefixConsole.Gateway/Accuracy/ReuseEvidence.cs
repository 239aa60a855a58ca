namespace PrefixConsole.Gateway.Accuracy;

/// <summary>What is known of one served request when its account is made. All figures are leading tokens of the prompt.</summary>
public readonly record struct ReuseEvidence
{
    /// <summary>Tokens of the prompt: the engine's count, else ours.</summary>
    public required int Prompt { get; init; }

    /// <summary>Most that any considered worker was expected to hold.</summary>
    public required int Available { get; init; }

    /// <summary>What the chosen worker was expected to hold.</summary>
    public required int Captured { get; init; }

    /// <summary>The engine's <c>cached_tokens</c>.</summary>
    public required int Delivered { get; init; }

    /// <summary>Most that an engine could deliver: full blocks, and never the last token.</summary>
    public required int Deliverable { get; init; }

    /// <summary>Of <see cref="Captured"/>, what the chosen worker reported itself and was believed for; the rest was predicted.</summary>
    public int Vouched { get; init; }

    /// <summary>What the index gives the chosen worker now.</summary>
    public int StillHeld { get; init; }

    /// <summary>The chosen worker reported removals since the decision.</summary>
    public bool RemovedSince { get; init; }

    /// <summary>Our exact token count is not the engine's.</summary>
    public bool CountsDiffer { get; init; }

    /// <summary>What was served before under another namespace and never under this one.</summary>
    public int Elsewhere { get; init; }

    /// <summary>What the chosen worker had reported to hold, trusted or not; null when it could not be asked.</summary>
    public int? Reported { get; init; }

    /// <summary>What the chosen worker was predicted to hold; null when the prompt has no text blocks.</summary>
    public int? Predicted { get; init; }
}
