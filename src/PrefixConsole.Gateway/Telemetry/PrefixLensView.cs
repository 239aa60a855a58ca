using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Rows and sums of a look at the predicted tree. Sums are over all runs read, in the namespace asked for; tokens are estimates.</summary>
public sealed record PrefixLensView
{
    /// <summary>Largest first by what the lens is about: duplicated tokens, held tokens, or tokens of the side.</summary>
    public required ImmutableArray<PrefixShareRow> Rows { get; init; }

    /// <summary>Runs that match, those that are not listed included.</summary>
    public required int Matching { get; init; }

    /// <summary>Tokens counted once; for every holder; and held once more than needed.</summary>
    public required long Tokens { get; init; }

    public required long HeldTokens { get; init; }

    public required long DuplicatedTokens { get; init; }

    /// <summary>Tokens held by worker A alone of the two, by both, by B alone; 0 unless two are compared.</summary>
    public required long OnlyA { get; init; }

    public required long Both { get; init; }

    public required long OnlyB { get; init; }

    /// <summary>Held tokens of the matching runs.</summary>
    public required long MatchingTokens { get; init; }

    /// <summary>Share of the tree's blocks that was read, 0 to 1; below 1 when the tree has more than <see cref="PrefixLenses.MaxRuns"/> runs.</summary>
    public required double ReadShare { get; init; }

    /// <summary>Namespaces in what was read, in their order.</summary>
    public required ImmutableArray<string> Namespaces { get; init; }

    /// <summary>Share of the held tokens that is held once more than needed, 0 to 1; null when nothing is held.</summary>
    public double? DuplicatedShare => HeldTokens == 0 ? null : (double)DuplicatedTokens / HeldTokens;
}
