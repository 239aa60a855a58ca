using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>What is predicted of a worker's cache beside what it reports.</summary>
public sealed record PrefixComparisonDto
{
    /// <summary>NotReporting, Trusted, CatchingUp, Untrusted or Silent, and why.</summary>
    public required string Trust { get; init; }

    public required string TrustCause { get; init; }

    /// <summary>Text blocks it is predicted to hold, and their estimated tokens.</summary>
    public required long PredictedBlocks { get; init; }

    public required long PredictedTokens { get; init; }

    /// <summary>Token blocks it reported, and their tokens: exact.</summary>
    public required long ReportedBlocks { get; init; }

    public required long ReportedTokens { get; init; }

    public required PrefixMatchDto Total { get; init; }

    /// <summary>Share of the predicted tokens of which is known whether they are reported, 0 to 1.</summary>
    public required double KnownShare { get; init; }

    /// <summary>Share of what can be compared that is both predicted and reported, 0 to 1; null when nothing can.</summary>
    public required double? Overlap { get; init; }

    /// <summary>Stretches that differ in the way asked for, the largest difference first.</summary>
    public required IReadOnlyList<PrefixDifferenceDto> Rows { get; init; }

    /// <summary>Stretches that differ in any way.</summary>
    public required int Differing { get; init; }

    internal static PrefixComparisonDto From(PrefixComparison comparison, Func<PrefixMatch, bool> wanted, int max) => new()
    {
        Trust = comparison.Trust.Trust.ToString(),
        TrustCause = comparison.Trust.Cause,
        PredictedBlocks = comparison.PredictedBlocks,
        PredictedTokens = comparison.PredictedTokens,
        ReportedBlocks = comparison.ReportedBlocks,
        ReportedTokens = comparison.ReportedTokens,
        Total = PrefixMatchDto.From(comparison.Total),
        KnownShare = comparison.KnownShare,
        Overlap = comparison.Overlap,
        Rows = [.. comparison.Rows.Where(row => wanted(row.Match)).Take(max).Select(PrefixDifferenceDto.From)],
        Differing = comparison.Differing,
    };
}
