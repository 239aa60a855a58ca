namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Names prefixes by what they are, never by their text. What is null or empty holds for any prefix.</summary>
public sealed record LabelRule
{
    /// <summary>The name; <c>{model}</c>, <c>{adapter}</c>, <c>{tenant}</c>, <c>{salt}</c> and <c>{part}</c> stand for the prefix's own. At most 80 characters.</summary>
    public string Label { get; init; } = "";

    public string? Model { get; init; }

    public string? Adapter { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The part of the chat it begins with: one of <see cref="LabelRules.Parts"/>.</summary>
    public string? Part { get; init; }

    /// <summary>Only what prompts begin with.</summary>
    public bool AtStart { get; init; }

    /// <summary>Only runs of at least so many tokens, estimated; 1 to 10,000,000.</summary>
    public int? MinTokens { get; init; }
}
