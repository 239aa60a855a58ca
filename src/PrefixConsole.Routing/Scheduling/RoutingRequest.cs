using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Everything a decision may know of a request. No text.</summary>
public sealed class RoutingRequest
{
    // Half the size of what the property tells, in every request.
    private readonly string? _pinned;

    /// <summary>Unique, URL-safe; names the decision too.</summary>
    public required string Id { get; init; }

    /// <summary>Model as requested: a base model or a LoRA adapter.</summary>
    public required string Model { get; init; }

    public required PrefixNamespace Namespace { get; init; }

    /// <summary>What the predicted tree is asked with.</summary>
    public required PromptBlocks Blocks { get; init; }

    /// <summary>What the reported index is asked with: token blocks, or <see cref="PromptBlocks.Empty"/> when no tokens are known.</summary>
    public PromptBlocks TokenBlocks { get; init; } = PromptBlocks.Empty;

    /// <summary>How <see cref="TokenBlocks"/> came about.</summary>
    public PromptTokenization Tokenization { get; init; }

    /// <summary>Prompt tokens; estimated from text unless tokenised.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Key of the client's session; null when the client named none.</summary>
    public string? SessionKey { get; init; }

    /// <summary>Key on a hash ring, where a recorded decision is made again: the hashes it came from were not kept. 0 for a request that is there.</summary>
    internal ulong RecordedRingKey { get; init; }

    /// <summary>Path of the request, such as <c>/v1/chat/completions</c>.</summary>
    public string Path { get; init; } = "";

    public bool Streaming { get; init; }

    /// <summary>Traffic of the embedded demo generator.</summary>
    public bool Demo { get; init; }

    /// <summary>Time spent before the scheduler was asked: reading and parsing the body, then cutting and hashing blocks.</summary>
    public TimeSpan ParseTime { get; init; }

    public TimeSpan HashTime { get; init; }

    /// <summary>Workers already tried for this request; never chosen again.</summary>
    public ImmutableArray<WorkerId> Excluded { get; init; } = [];

    /// <summary>
    /// The only worker that may be chosen: an operator pinned this test request to it. It is asked while it drains too, no strategy is asked, and
    /// nothing is learned but what is in its cache. Null for all other requests.
    /// </summary>
    public WorkerId? Pinned { get => _pinned is { } id ? new WorkerId(id) : null; init => _pinned = value?.Value; }

    /// <summary>1 for the first decision of a request, 2 for its retry.</summary>
    public int Attempt { get; init; } = 1;
}
