using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A look at who holds which prefixes. Sums are over all runs read, in the namespace asked for; tokens are estimates.</summary>
public sealed record PrefixLensDto
{
    /// <summary>ab, duplicates or cold.</summary>
    public required string Lens { get; init; }

    /// <summary>Tokens counted once; for every holder; and held once more than needed.</summary>
    public required long Tokens { get; init; }

    public required long HeldTokens { get; init; }

    public required long DuplicatedTokens { get; init; }

    /// <summary>Share of the held tokens, 0 to 1; null when nothing is held.</summary>
    public required double? DuplicatedShare { get; init; }

    /// <summary>Tokens that worker A alone of the two holds, that both hold, that B alone holds; null unless two are compared.</summary>
    public required long? OnlyATokens { get; init; }

    public required long? BothTokens { get; init; }

    public required long? OnlyBTokens { get; init; }

    /// <summary>Runs that match, those that are not listed included, and their held tokens.</summary>
    public required int Matching { get; init; }

    public required long MatchingTokens { get; init; }

    /// <summary>Share of the tree's blocks that was read, 0 to 1.</summary>
    public required double ReadShare { get; init; }

    public required IReadOnlyList<string> Namespaces { get; init; }

    public required IReadOnlyList<PrefixShareDto> Rows { get; init; }

    internal static PrefixLensDto From(PrefixLens lens, PrefixLensView view) => new()
    {
        Lens = PrefixLensWords.Of(lens),
        Tokens = view.Tokens,
        HeldTokens = view.HeldTokens,
        DuplicatedTokens = view.DuplicatedTokens,
        DuplicatedShare = view.DuplicatedShare,
        OnlyATokens = lens is PrefixLens.Compare ? view.OnlyA : null,
        BothTokens = lens is PrefixLens.Compare ? view.Both : null,
        OnlyBTokens = lens is PrefixLens.Compare ? view.OnlyB : null,
        Matching = view.Matching,
        MatchingTokens = view.MatchingTokens,
        ReadShare = view.ReadShare,
        Namespaces = view.Namespaces,
        Rows = [.. view.Rows.Select(PrefixShareDto.From)],
    };
}
