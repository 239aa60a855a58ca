using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>A decision in one sentence, said from what the decision recorded.</summary>
internal static class DecisionHeadline
{
    public static string Of(RoutingDecision decision) => Of(decision, DecisionMatrix.Of(decision));

    public static string Of(RoutingDecision decision, DecisionMatrix matrix)
    {
        if (matrix.Winner is not { } winner)
        {
            return decision.Winner is { } gone ? $"{gone} was chosen" : NoWinner(decision);
        }

        var name = winner.Worker;
        return decision.Reason switch
        {
            DecisionReasons.Random => $"{name} was drawn at random from {Workers(matrix)}",
            DecisionReasons.Turn => $"{name} was next in turn among {Workers(matrix)}",
            DecisionReasons.LeastLoaded => $"{name} had the fewest requests in flight ({winner.Seen.InFlight})",
            DecisionReasons.PowerOfTwo => $"{name} was the less loaded of two workers drawn at random, with {winner.Seen.InFlight} in flight",
            DecisionReasons.Session => $"{name} serves this session already",
            DecisionReasons.RingOwner => $"{name} owns this prefix on the hash ring",
            DecisionReasons.RingSpill => $"{name} is the next worker on the hash ring: the owner of this prefix was over its load bound",
            DecisionReasons.CacheHit => $"{name} won because {Holds(winner, decision.Picker == PickerNames.LongestReported)}",
            DecisionReasons.CacheMiss => $"{name} was chosen by load: {BestHolder(decision, matrix)}",
            DecisionReasons.LoadSpill => $"{name} was chosen by load: {Overruled(matrix, winner)}",
            DecisionReasons.Pinned => $"{name} was pinned: an operator's test request, which no other worker may answer{Removed(matrix)}",
            DecisionReasons.OnlyCandidate => $"{name} was the only worker left{Removed(matrix)}",
            DecisionReasons.WeightedRandom => $"{name} was drawn with a weight of {Figures.Score(winner.Total)}{Against(decision, matrix)}",
            _ => Scored(decision, matrix, winner),
        };
    }

    private static string Scored(RoutingDecision decision, DecisionMatrix matrix, CandidateRow winner)
    {
        if (winner.Total is not { } total)
        {
            return $"{winner.Worker} was chosen ({decision.Reason})";
        }

        if (matrix.RunnerUp is not { Total: { } second } runnerUp)
        {
            return $"{winner.Worker} won with {Figures.Score(total)}";
        }

        if (total <= second)
        {
            return $"{winner.Worker} and {runnerUp.Worker} tied at {Figures.Score(total)}; the tie-break chose {winner.Worker}";
        }

        return $"{winner.Worker} won with {Figures.Score(total)} because {Because(matrix, winner, runnerUp)}{Against(decision, matrix)}";
    }

    /// <summary>The scorer that put the winner furthest ahead of the runner-up, in words.</summary>
    private static string Because(DecisionMatrix matrix, CandidateRow winner, CandidateRow runnerUp)
    {
        var best = 0;
        for (var i = 1; i < matrix.Columns.Length; i++)
        {
            if (Lead(i) > Lead(best))
            {
                best = i;
            }
        }

        var scorer = matrix.Columns[best].Scorer;
        return scorer.Contains("prefix", StringComparison.Ordinal) && Share(winner, scorer == ScorerNames.ReportedPrefix) > 0
            ? Holds(winner, scorer == ScorerNames.ReportedPrefix)
            : $"its {scorer} score is {Figures.Score(winner.Cells[best].Score)} against {Figures.Score(runnerUp.Cells[best].Score)}";

        float Lead(int column) => winner.Cells[column].Contribution - runnerUp.Cells[column].Contribution;
    }

    private static string Against(RoutingDecision decision, DecisionMatrix matrix) =>
        matrix.RunnerUp is { } runnerUp
            ? $"; runner-up {runnerUp.Worker} {Figures.Score(runnerUp.Total)}{(decision.Margin is { } margin ? $", margin {Figures.Score(margin)}" : "")}"
            : "";

    private static string Holds(CandidateRow row, bool reported) => $"it holds {Figures.Percent(Share(row, reported))} of the prefix";

    /// <param name="row">The worker.</param>
    /// <param name="reported">True when reported overlap was asked for, which is predicted where reports are not trusted.</param>
    private static double? Share(CandidateRow row, bool reported) => reported ? row.CountedShare : row.PrefixShare;

    private static string BestHolder(RoutingDecision decision, DecisionMatrix matrix)
    {
        if (decision.Request.Blocks.Count == 0)
        {
            return "the prompt is shorter than one block";
        }

        return matrix.Rows.Where(r => !r.Removed).MaxBy(r => r.Seen.PredictedBlocks) is { Seen.PredictedBlocks: > 0 } best
            ? $"no worker holds enough of the prefix (most: {best.Worker}, {Figures.Percent(best.PrefixShare)})"
            : "no worker holds any of the prefix";
    }

    private static string Overruled(DecisionMatrix matrix, CandidateRow winner)
    {
        var holder = matrix.Rows.Where(r => !r.Winner).MaxBy(r => r.Seen.PredictedBlocks);
        return holder is not null && holder.Seen.PredictedBlocks > winner.Seen.PredictedBlocks
            ? $"{holder.Worker} holds {Figures.Percent(holder.PrefixShare)} of the prefix but was too loaded ({holder.Seen.InFlight} in flight)"
            : "the load was too uneven to follow the cache";
    }

    private static string Removed(DecisionMatrix matrix)
    {
        var filters = matrix.Rows.Where(r => r.Removed).GroupBy(r => r.Seen.RemovedBy).Select(g => $"{g.Count()} by {g.Key}").ToArray();
        return filters.Length == 0 ? "" : $" (removed: {string.Join(", ", filters)})";
    }

    private static string NoWinner(RoutingDecision decision) => decision.Reason switch
    {
        DecisionReasons.UnknownModel => $"No worker was chosen: none serves {decision.Request.Model}",
        DecisionReasons.NoHealthyWorker when decision.Request.Pinned => "No worker was chosen: the one that this test request was pinned to is not healthy",
        DecisionReasons.NoHealthyWorker => $"No worker was chosen: no healthy worker serves {decision.Request.Model}",
        DecisionReasons.AllFiltered when decision.Request.Pinned => $"No worker was chosen: the one that this test request was pinned to does not serve {decision.Request.Model}",
        DecisionReasons.AllFiltered => $"No worker was chosen: the filters of {decision.Strategy} removed all of them{Removed(DecisionMatrix.Of(decision))}",
        _ => $"No worker was chosen ({decision.Reason})",
    };

    private static string Workers(DecisionMatrix matrix) =>
        matrix.Rows.Count(r => !r.Removed) is var left && left == 1 ? "1 worker" : $"{left} workers";
}
