using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>What a pipeline made of the candidates of one decision.</summary>
/// <param name="Index">Position of the winner in the compacted span of candidates; −1: none left.</param>
/// <param name="Reason">One of <see cref="DecisionReasons"/>.</param>
/// <param name="TieBreak">How equals were told apart.</param>
/// <param name="Rows">One per scorer.</param>
/// <param name="Totals">One per surviving candidate.</param>
/// <param name="Margin">Winner's total less the best other; null with fewer than two or without scorers.</param>
/// <param name="OtherDrawn">Position among all considered of the one that was drawn with the winner and left; −1: none.</param>
internal readonly record struct Choice(int Index, string Reason, string TieBreak, ScorerRow[] Rows, float[] Totals, float? Margin, int OtherDrawn = -1)
{
    /// <summary>Removes the ineligible, filters, scores and picks. Compacts the candidates and records removals and columns.</summary>
    public static Choice Make(
        RoutingRequest request, StrategyPipeline pipeline, Span<WorkerCandidate> candidates, Span<DecisionCandidate> considered)
    {
        if (candidates.IsEmpty)
        {
            return Nobody(DecisionReasons.UnknownModel);
        }

        var left = candidates[..KeepEligible(request, candidates, considered)];
        if (left.IsEmpty)
        {
            return Nobody(request.Pinned is { } absent && !IsAmong(considered, absent) ? DecisionReasons.AllFiltered : DecisionReasons.NoHealthyWorker);
        }

        if (request.Pinned is not null)
        {
            // No filter, scorer or picker: some of them remember what they were asked, and there is nothing to choose.
            considered[left[0].Index].Place(0);
            return new Choice(0, DecisionReasons.Pinned, "", [], [0], null);
        }

        foreach (var filter in pipeline.Filters)
        {
            left = left[..filter.Filter(request, left)];
            RecordRemovals(left, considered, filter.Name);
            if (left.IsEmpty)
            {
                return Nobody(DecisionReasons.AllFiltered);
            }
        }

        for (var i = 0; i < left.Length; i++)
        {
            considered[left[i].Index].Place(i);
        }

        var totals = new float[left.Length];
        var rows = Score(request, pipeline, left, totals);
        var pick = left.Length == 1 ? new PickResult(0, DecisionReasons.OnlyCandidate) : pipeline.Picker.Pick(request, left, totals);
        var other = pick.OtherDrawn < 0 ? -1 : left[pick.OtherDrawn].Index;
        return new Choice(pick.Index, pick.Reason, pick.TieBreak, rows, totals, rows.Length == 0 ? null : MarginOf(totals, pick.Index), other);
    }

    private static Choice Nobody(string reason) => new(-1, reason, "", [], [], null);

    private static bool IsAmong(ReadOnlySpan<DecisionCandidate> considered, WorkerId worker)
    {
        foreach (ref readonly var candidate in considered)
        {
            if (candidate.Worker == worker)
            {
                return true;
            }
        }

        return false;
    }

    private static int KeepEligible(RoutingRequest request, Span<WorkerCandidate> candidates, Span<DecisionCandidate> considered)
    {
        var kept = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (Eligibility.Refuse(candidates[i].Worker, request) is { } refusal)
            {
                considered[i].Remove(refusal);
            }
            else
            {
                candidates[kept++] = candidates[i];
            }
        }

        return kept;
    }

    private static void RecordRemovals(ReadOnlySpan<WorkerCandidate> left, Span<DecisionCandidate> considered, string filter)
    {
        Span<bool> kept = stackalloc bool[WorkerRegistry.MaxWorkers];
        foreach (ref readonly var candidate in left)
        {
            kept[candidate.Index] = true;
        }

        for (var i = 0; i < considered.Length; i++)
        {
            if (considered[i].RemovedBy is null && !kept[i])
            {
                considered[i].Remove(filter);
            }
        }
    }

    private static ScorerRow[] Score(
        RoutingRequest request, StrategyPipeline pipeline, ReadOnlySpan<WorkerCandidate> candidates, float[] totals)
    {
        var scorers = pipeline.Scorers;
        if (scorers.IsEmpty)
        {
            return [];
        }

        var rows = new ScorerRow[scorers.Length];
        var cells = new float[CellsPerCandidate(scorers) * candidates.Length];
        var start = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            var (scorer, weight) = scorers[row];
            var raw = cells.AsSpan(start, candidates.Length);
            var scores = cells.AsSpan(start + candidates.Length, candidates.Length);
            var terms = ImmutableArray<string>.Empty;
            if (scorer is IExplainedScorer explained)
            {
                terms = explained.TermNames;
                explained.Score(request, candidates, raw, scores, cells.AsSpan(start + (2 * candidates.Length), terms.Length * candidates.Length));
            }
            else
            {
                scorer.Score(request, candidates, raw, scores);
            }

            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = float.IsNaN(scores[i]) ? 0 : Math.Clamp(scores[i], 0, 1);
                totals[i] += weight * scores[i];
            }

            rows[row] = new ScorerRow(scorer.Name, weight, cells, start, candidates.Length, terms);
            start += (2 + terms.Length) * candidates.Length;
        }

        return rows;
    }

    private static int CellsPerCandidate(ImmutableArray<(IWorkerScorer Scorer, float Weight)> scorers)
    {
        var cells = 0;
        foreach (var (scorer, _) in scorers)
        {
            cells += 2 + (scorer is IExplainedScorer explained ? explained.TermNames.Length : 0);
        }

        return cells;
    }

    private static float? MarginOf(ReadOnlySpan<float> totals, int winner)
    {
        if (totals.Length < 2)
        {
            return null;
        }

        var best = float.NegativeInfinity;
        for (var i = 0; i < totals.Length; i++)
        {
            best = i == winner ? best : Math.Max(best, totals[i]);
        }

        return totals[winner] - best;
    }
}
