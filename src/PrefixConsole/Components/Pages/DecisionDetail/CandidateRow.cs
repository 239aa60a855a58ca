using System.Collections.Immutable;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>One worker's line in the matrix of a decision.</summary>
/// <param name="Seen">What the decision saw of the worker.</param>
/// <param name="Winner">True for the chosen one.</param>
/// <param name="PrefixShare">Share of the prompt's blocks it is predicted to hold; null when the prompt has no full block.</param>
/// <param name="Total">Weighted sum; null when removed or when the strategy has no scorers.</param>
/// <param name="Cells">In the order of the columns; empty when removed.</param>
public sealed record CandidateRow(DecisionCandidate Seen, bool Winner, double? PrefixShare, float? Total, ImmutableArray<ScorerCell> Cells)
{
    public string Worker => Seen.Worker.Value;

    public bool Removed => Seen.RemovedBy is not null;
}
