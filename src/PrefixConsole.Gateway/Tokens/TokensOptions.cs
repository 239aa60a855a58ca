namespace PrefixConsole.Gateway.Tokens;

/// <summary>Section <c>Tokens</c> of the configuration: how the token ids of prompts are found.</summary>
public sealed class TokensOptions
{
    public const string Section = "Tokens";

    /// <value>auto, worker or text, for models without an entry of their own. Default auto: a worker is asked when one that serves the model reports KV events.</value>
    public string Default { get; set; } = "auto";

    /// <value>Longest the tokens of a prompt are waited for. Default 250 ms, range 1 to 60,000.</value>
    public int TimeoutMilliseconds { get; set; } = 250;

    /// <value>Prompts that workers may be tokenizing for us at a time; more wait, within their time. Default 64, range 1 to 1,024.</value>
    public int MaxConcurrent { get; set; } = 64;

    /// <value>Token ids remembered over all prompts, 4 bytes each. Default 4,000,000, range 0 to 1,000,000,000.</value>
    public int RememberedIds { get; set; } = 4_000_000;

    /// <value>Models with a source of their own; at most 1,000.</value>
    public ModelTokensOptions[] Models { get; set; } = [];
}
