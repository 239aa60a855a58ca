using System.Collections.Immutable;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>One worker's line in the matrix of a decision.</summary>
/// <param name="Seen">What the decision saw of the worker.</param>
/// <param name="Winner">True for the chosen one.</param>
/// <param name="PrefixShare">Share of the prompt's blocks it is predicted to hold; null when the prompt has no full block.</param>
/// <param name="ReportedShare">Share of the prompt's token blocks it reported; null when no tokens were known or it reports nothing.</param>
/// <param name="TokenBlocks">Token blocks of the prompt.</param>
/// <param name="Total">Weighted sum; null when removed or when the strategy has no scorers.</param>
/// <param name="Cells">In the order of the columns; empty when removed.</param>
/// <param name="Terms">Of the scorers that explain their input; empty when removed.</param>
/// <param name="Chance">That it had in the picker's draw, 0 to 1; null when nothing was drawn or it cannot be told.</param>
public sealed record CandidateRow(
    DecisionCandidate Seen,
    bool Winner,
    double? PrefixShare,
    double? ReportedShare,
    int TokenBlocks,
    float? Total,
    ImmutableArray<ScorerCell> Cells,
    ImmutableArray<ScorerTerms> Terms,
    double? Chance)
{
    /// <summary>Share of the prompt it holds by the overlap that counts where reported overlap is asked for.</summary>
    public double? CountedShare => Overlap.SourceOf(Seen.Trust, TokenBlocks) switch
    {
        OverlapSource.Reported => ReportedShare,
        OverlapSource.Both => Math.Max(ReportedShare ?? 0, PrefixShare ?? 0),
        _ => PrefixShare,
    };

    public string Worker => Seen.Worker.Value;

    public bool Removed => Seen.RemovedBy is not null;
}
