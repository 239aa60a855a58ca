namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Tokens as a worker reported them; null where it said nothing.</summary>
internal struct TokenUsage
{
    public int? Prompt;
    public int? Completion;

    /// <summary>Prompt tokens the worker took from its cache: delivered reuse.</summary>
    public int? Cached;
}
