using System.Collections.Immutable;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>The winner's total less the runner-up's, scorer by scorer: the steps add up to the margin.</summary>
/// <remarks>
/// A cost is taken apart into its terms. Its score is (most − cost) ÷ (most − least) over the candidates, so a term that is lower at the winner by d
/// adds weight × d ÷ (most − least). Where the terms do not add up to the scorer's part, it stays one step.
/// </remarks>
/// <param name="Winner">Who was chosen.</param>
/// <param name="RunnerUp">Of the others that no filter removed, the one with the highest total.</param>
/// <param name="Steps">In the order of the scorers.</param>
internal sealed record ScoreLead(CandidateRow Winner, CandidateRow RunnerUp, ImmutableArray<LeadStep> Steps)
{
    private const double Tolerance = 1e-3;

    /// <summary>Where the last step ends.</summary>
    public double Margin => Steps[^1].To;

    /// <summary>Left end of the scale: the lowest the lead gets, never above 0.</summary>
    public double Low => Steps.Min(s => Math.Min(0, s.To));

    /// <summary>Right end of the scale, never below 0.</summary>
    public double High => Steps.Max(s => Math.Max(0, s.To));

    /// <summary>Null without a winner, a runner-up or scorers.</summary>
    public static ScoreLead? Of(DecisionMatrix matrix)
    {
        if (matrix.Winner is not { Total: not null } winner || matrix.RunnerUp is not { } runnerUp || matrix.Columns.IsEmpty)
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<LeadStep>();
        var lead = 0.0;
        for (var column = 0; column < matrix.Columns.Length; column++)
        {
            foreach (var (name, unit, ours, theirs, adds) in StepsOf(matrix, winner, runnerUp, column))
            {
                steps.Add(new LeadStep(name, unit, ours, theirs, lead, lead + adds));
                lead += adds;
            }
        }

        return new ScoreLead(winner, runnerUp, steps.ToImmutable());
    }

    /// <summary>Where a step's bar starts and how long it is, as shares of the scale from 0 to 1.</summary>
    public (double Start, double Length) BarOf(double from, double to)
    {
        var scale = High - Low;
        return scale > 0 ? ((Math.Min(from, to) - Low) / scale, Math.Abs(to - from) / scale) : (0, 0);
    }

    private static (string Name, string Unit, double Winner, double RunnerUp, double Adds)[] StepsOf(
        DecisionMatrix matrix, CandidateRow winner, CandidateRow runnerUp, int column)
    {
        var scorer = matrix.Columns[column].Scorer;
        var (ours, theirs) = ((double)winner.Cells[column].Contribution, (double)runnerUp.Cells[column].Contribution);
        var terms = TermsOf(matrix, winner, runnerUp, column);
        return Math.Abs(terms.Sum(t => t.Adds) - (ours - theirs)) <= Tolerance * matrix.Columns[column].Weight && terms.Length > 0
            ? terms
            : [(scorer, "", ours, theirs, ours - theirs)];
    }

    private static (string Name, string Unit, double Winner, double RunnerUp, double Adds)[] TermsOf(
        DecisionMatrix matrix, CandidateRow winner, CandidateRow runnerUp, int column)
    {
        var (scorer, weight) = matrix.Columns[column];
        var costs = matrix.Rows.Where(r => !r.Removed).Select(r => r.Cells[column].Raw ?? double.NaN).ToArray();
        var spread = costs.Max() - costs.Min();
        var ours = winner.Terms.FirstOrDefault(t => t.Scorer == scorer);
        var theirs = runnerUp.Terms.FirstOrDefault(t => t.Scorer == scorer);
        return ours is null || theirs is null || scorer != ScorerNames.DynamoCost || !(spread > 0)
            ? []
            : [.. ours.Terms.Zip(theirs.Terms, (a, b) => Term(a.Name, a.Value ?? double.NaN, b.Value ?? double.NaN))];

        (string Name, string Unit, double Winner, double RunnerUp, double Adds) Term(string name, double a, double b) =>
            ($"{scorer}: {name}", "blocks", a, b, weight * DynamoTerms.SignOf(name) * (b - a) / spread);
    }
}
