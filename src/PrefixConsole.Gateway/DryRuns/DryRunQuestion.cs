using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>A request that is decided and never sent. Whoever asks owns the prompt; nothing here keeps it.</summary>
public sealed class DryRunQuestion
{
    /// <summary>UTF-8: the text of a prompt, or the body of a request (<see cref="IsRequest"/>). At most <see cref="DryRunner.MaxPromptBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>The prompt is a whole request body as a client would send it: its model and cache salt count.</summary>
    public bool IsRequest { get; init; }

    /// <summary>One of <see cref="DryRunner.Paths"/>; empty for chat completions.</summary>
    public string? Path { get; init; }

    /// <summary>Only for text.</summary>
    public string? Model { get; init; }

    /// <summary>Only for text: <c>cache_salt</c>; empty for none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Empty for the default tenant. At most 256 characters.</summary>
    public string? Tenant { get; init; }

    /// <summary>Empty for none. At most 256 characters.</summary>
    public string? Session { get; init; }

    /// <summary>Strategies to compare with the active one; empty for all there are, with default parameters. At most <see cref="DryRunner.MaxStrategies"/>.</summary>
    public ImmutableArray<StrategySpec> Strategies { get; init; } = [];
}
