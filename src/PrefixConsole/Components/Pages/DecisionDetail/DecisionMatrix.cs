using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>A decision as candidates × scorers: best total first, removed workers last.</summary>
public sealed record DecisionMatrix(ImmutableArray<ScorerColumn> Columns, ImmutableArray<CandidateRow> Rows)
{
    /// <summary>Largest total of the survivors, for the scale of the bars; never below the smallest float above zero.</summary>
    public float LargestTotal => Rows.Select(r => r.Total ?? 0).Append(float.Epsilon).Max();

    /// <summary>Survivor with the highest total besides the winner; null with no scorers or fewer than two survivors.</summary>
    public CandidateRow? RunnerUp => Rows.FirstOrDefault(r => !r.Winner && r.Total is not null);

    /// <summary>A draw decided, and what chance each worker had is known.</summary>
    public bool HasChances => Rows.Any(r => r.Chance is not null);

    public CandidateRow? Winner => Rows.FirstOrDefault(r => r.Winner);

    public static DecisionMatrix Of(RoutingDecision decision)
    {
        var columns = decision.Scorers.Select(s => new ScorerColumn(s.Scorer, s.Weight)).ToImmutableArray();
        var chances = DrawChances.Of(decision);
        var rows = decision.Candidates
            .Select(c => Row(decision, c, c.Column >= 0 && c.Column < chances.Length ? chances[c.Column] : null))
            .OrderBy(r => r.Removed)
            .ThenByDescending(r => r.Total ?? 0)
            .ThenByDescending(r => r.Winner)
            .ToImmutableArray();
        return new DecisionMatrix(columns, rows);
    }

    private static CandidateRow Row(RoutingDecision decision, DecisionCandidate seen, double? chance)
    {
        var blocks = decision.Request.Blocks.Count;
        var scored = seen.RemovedBy is null && seen.Column >= 0;
        var column = seen.Column;
        return new CandidateRow(
            seen,
            decision.Winner == seen.Worker,
            blocks == 0 ? null : Math.Min(1, (double)seen.PredictedBlocks / blocks),
            ReportedShare(decision.Request, seen),
            decision.Request.TokenBlocks.Count,
            scored && decision.Scorers.Length > 0 && column < decision.Totals.Length ? decision.Totals[column] : null,
            scored ? [.. decision.Scorers.Select(s => Cell(s, column))] : [],
            scored ? [.. decision.Scorers.Where(s => !s.TermNames.IsEmpty).Select(s => Terms(s, column))] : [],
            chance);
    }

    /// <summary>Of the prompt, not of the part whose tokens are known: as scorers count it.</summary>
    private static double? ReportedShare(in DecidedRequest request, DecisionCandidate seen)
    {
        if (request.TokenBlocks.Count == 0 || seen.Trust == KvTrust.NotReporting)
        {
            return null;
        }

        var blocks = Math.Max(request.TokenBlocks.Count, request.PromptTokens / request.TokenBlocks.BlockSize);
        return Math.Min(1, (double)seen.ReportedBlocks / blocks);
    }

    private static ScorerTerms Terms(ScorerRow row, int column) => new(
        row.Scorer,
        [.. row.TermNames.Select((name, i) => (name, float.IsNaN(row.Term(i)[column]) ? (float?)null : row.Term(i)[column]))]);

    private static ScorerCell Cell(ScorerRow row, int column)
    {
        var raw = row.Raw[column];
        var score = row.Scores[column];
        // none is higher, and not all are equal
        var best = !row.Scores.ContainsAnyExceptInRange(float.NegativeInfinity, score) && row.Scores.ContainsAnyExcept(score);
        return new ScorerCell(float.IsNaN(raw) ? null : raw, score, row.Weight * score, best);
    }
}
