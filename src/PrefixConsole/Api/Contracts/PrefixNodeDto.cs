using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A run of the predicted prefix tree, named by structure or by an operator.</summary>
public sealed record PrefixNodeDto
{
    public required string Id { get; init; }

    public required string? ParentId { get; init; }

    public required string Name { get; init; }

    /// <summary>An operator's.</summary>
    public required string? Label { get; init; }

    /// <summary>A rule's; null when an operator gave one or no rule fits.</summary>
    public string? RuleLabel { get; init; }

    /// <summary>First 80 characters; null unless previews are on.</summary>
    public required string? Preview { get; init; }

    public required string Namespace { get; init; }

    public required int StartBlock { get; init; }

    public required int Blocks { get; init; }

    public required long Tokens { get; init; }

    public required long TokensBefore { get; init; }

    public required long SubtreeTokens { get; init; }

    public required double Share { get; init; }

    public required int Children { get; init; }

    public required IReadOnlyList<PrefixHolderDto> Holders { get; init; }

    /// <summary>How often the run is held, parts of it counted as parts.</summary>
    public required double Replicas { get; init; }

    /// <summary>Tokens that were not computed again if every hit but the first found the run cached.</summary>
    public required long SavedTokens { get; init; }

    public required long Hits { get; init; }

    public required double HitsPerMinute { get; init; }

    public required double AgeMs { get; init; }

    public required double IdleMs { get; init; }

    /// <summary>How it compares with what the worker reports; null unless asked for a worker that reports.</summary>
    public PrefixMatchDto? Match { get; init; }

    internal static PrefixNodeDto From(PrefixNodeView view) => new()
    {
        Id = view.Id,
        ParentId = view.ParentId,
        Name = view.Name,
        Label = view.Label,
        RuleLabel = view.RuleLabel,
        Preview = view.Preview,
        Namespace = view.Namespace,
        StartBlock = view.StartBlock,
        Blocks = view.Blocks,
        Tokens = view.Tokens,
        TokensBefore = view.TokensBefore,
        SubtreeTokens = view.SubtreeTokens,
        Share = view.Share,
        Children = view.Children,
        Holders = [.. view.Holders.Select(h => new PrefixHolderDto(h.Worker.Value, h.Share))],
        Replicas = view.Replicas,
        SavedTokens = view.SavedTokens,
        Hits = view.Hits,
        HitsPerMinute = view.HitsPerMinute,
        AgeMs = view.Age.TotalMilliseconds,
        IdleMs = view.Idle.TotalMilliseconds,
        Match = view.Match is { } match ? PrefixMatchDto.From(match) : null,
    };
}
