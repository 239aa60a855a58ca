using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>
/// A request that is decided and never sent: a text, a whole request, or a prompt of which only is known how it begins or how long it is.
/// Whoever asks owns the prompt; nothing here keeps it.
/// </summary>
public sealed class DryRunQuestion
{
    /// <summary>UTF-8: the text of a prompt, or the body of a request (<see cref="IsRequest"/>). At most <see cref="DryRunner.MaxPromptBytes"/>.</summary>
    public ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>
    /// Instead of a prompt: id of a run of the predicted tree, 16 hexadecimal digits, whose prefix it begins with. Model, salt and tenant are
    /// those of the run.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// Tokens of a prompt that nobody has sent before, 1 to <see cref="DryRunner.MaxTokens"/>; with <see cref="Prefix"/> those after it, 0 or
    /// more, none when null.
    /// </summary>
    public int? Tokens { get; init; }

    /// <summary>The prompt is a whole request body as a client would send it: its model and cache salt count.</summary>
    public bool IsRequest { get; init; }

    /// <summary>One of <see cref="DryRunner.Paths"/>; empty for chat completions.</summary>
    public string? Path { get; init; }

    /// <summary>Only for text and for tokens alone.</summary>
    public string? Model { get; init; }

    /// <summary>Only for text and for tokens alone: <c>cache_salt</c>; empty for none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Empty for the default tenant. At most 256 characters.</summary>
    public string? Tenant { get; init; }

    /// <summary>Empty for none. At most 256 characters.</summary>
    public string? Session { get; init; }

    /// <summary>Strategies to compare with the active one; empty for all there are, with default parameters. At most <see cref="DryRunner.MaxStrategies"/>.</summary>
    public ImmutableArray<StrategySpec> Strategies { get; init; } = [];

    /// <summary>Earlier revisions to compare besides, with their parameters. At most <see cref="DryRunner.MaxRevisions"/>.</summary>
    public ImmutableArray<int> Revisions { get; init; } = [];

    /// <summary>Nothing is known of the prompt but how it begins and how long it is.</summary>
    internal bool IsImagined => Prefix is not null || Tokens is not null;
}
