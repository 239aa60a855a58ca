using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Finds what would have flipped a decision: the smallest change of a weight, of the winner's load, or of a rival's cache.</summary>
public static class FlipFinder
{
    /// <summary>Most requests tried on top of the winner's load.</summary>
    public const int MaxRequests = 1024;

    // Below it a weight is 0 as far as single precision can tell.
    private const double Least = 1e-4;

    /// <summary>
    /// The nearest flip by each scorer's weight, exact, smallest relative change first. With totals T and scores s of the scorer, the winner's
    /// lead over a rival r is (T_w − T_r) + (x − weight) × (s_w − s_r) at weight x; it ends where that is 0, at
    /// x = weight − (T_w − T_r) ÷ (s_w − s_r). Among the rivals the nearest such x > 0 on either side counts.
    /// </summary>
    /// <remarks>Only for strategies that choose the highest total; empty for others, without a rival, and after a tie.</remarks>
    public static ImmutableArray<FlipPoint> ByWeight(RoutingDecision decision)
    {
        if (decision.Reason != DecisionReasons.MaxScore || decision.Margin is not > 0 || ColumnOf(decision, decision.Winner) is not { } winner)
        {
            return [];
        }

        var flips = ImmutableArray.CreateBuilder<FlipPoint>();
        foreach (ref readonly var row in decision.Scorers.AsSpan())
        {
            flips.AddRange(NearestBelowAndAbove(decision, row, winner));
        }

        flips.Sort(static (a, b) => a.Relative.CompareTo(b.Relative));
        return flips.ToImmutable();
    }

    /// <summary>Fewest further requests at the winner that make another win; null when <see cref="MaxRequests"/> do not, or it cannot be told.</summary>
    /// <param name="decision">A recorded decision.</param>
    /// <param name="strategy">The strategy that made it.</param>
    public static FlipPoint? ByLoad(RoutingDecision decision, Redecision strategy)
    {
        if (decision.Winner is not { } winner || !Repeats(decision, strategy))
        {
            return null;
        }

        var load = Find(decision, winner)!.Value.InFlight;
        var flip = Smallest(MaxRequests, more => Other(strategy.Decide(decision, new RedecisionChange(winner, Requests: more)), winner));
        return flip is { } found ? new FlipPoint(FlipKind.Load, winner.Value, load, load + found.Amount, found.Winner) : null;
    }

    /// <summary>For each rival the fewest further leading blocks that make it win, fewest first.</summary>
    /// <param name="decision">A recorded decision.</param>
    /// <param name="strategy">The strategy that made it.</param>
    public static ImmutableArray<FlipPoint> ByCache(RoutingDecision decision, Redecision strategy)
    {
        if (decision.Winner is not { } winner || !Repeats(decision, strategy))
        {
            return [];
        }

        var flips = ImmutableArray.CreateBuilder<FlipPoint>();
        foreach (var rival in decision.Candidates.Where(c => c.Worker != winner && c.RemovedBy is null))
        {
            var reported = Overlap.SourceOf(rival.Trust, decision.Request.TokenBlocks.Count) != OverlapSource.Predicted;
            var held = reported ? rival.ReportedBlocks : rival.PredictedBlocks;
            var total = reported ? decision.Request.TokenBlocks.Count : decision.Request.Blocks.Count;
            var flip = Smallest(
                total - held,
                more => strategy.Decide(decision, reported ? new RedecisionChange(rival.Worker, ReportedBlocks: more) : new RedecisionChange(rival.Worker, PredictedBlocks: more))
                    is { } outcome && outcome.Winner == rival.Worker && outcome.TieBreak.Length == 0 ? rival.Worker : null);
            if (flip is { } found)
            {
                flips.Add(new FlipPoint(FlipKind.Cache, rival.Worker.Value, held, held + found.Amount, rival.Worker));
            }
        }

        flips.Sort(static (a, b) => (a.To - a.From).CompareTo(b.To - b.From));
        return flips.ToImmutable();
    }

    /// <summary>Whether the strategy comes to the recorded choice from the record; if not, what it says of changes is worth nothing.</summary>
    public static bool Repeats(RoutingDecision decision, Redecision strategy) =>
        strategy.Basis == RedecisionBasis.Record && strategy.Decide(decision)?.Winner == decision.Winner;

    private static IEnumerable<FlipPoint> NearestBelowAndAbove(RoutingDecision decision, ScorerRow row, int winner)
    {
        (double To, int Rival) below = (double.NegativeInfinity, -1);
        (double To, int Rival) above = (double.PositiveInfinity, -1);
        for (var rival = 0; rival < decision.Totals.Length; rival++)
        {
            var lead = (double)row.Scores[winner] - row.Scores[rival];
            if (rival == winner || lead == 0)
            {
                continue;
            }

            var to = row.Weight - ((decision.Totals[winner] - (double)decision.Totals[rival]) / lead);
            // Weights are not negative: a tie at weight 0 flips nothing.
            if (to > Least && to < row.Weight && to > below.To)
            {
                below = (to, rival);
            }
            else if (to > row.Weight && to < above.To)
            {
                above = (to, rival);
            }
        }

        // Of the two sides the nearer one is the smallest change.
        var nearest = below.Rival < 0 ? above : above.Rival < 0 || row.Weight - below.To <= above.To - row.Weight ? below : above;
        if (nearest.Rival >= 0)
        {
            yield return new FlipPoint(FlipKind.Weight, row.Scorer, row.Weight, nearest.To, WorkerAt(decision, nearest.Rival));
        }
    }

    /// <summary>
    /// The smallest amount from 1 that flips: small ones are tried one by one, larger ones by doubling and halving. Beyond 16 an effect that
    /// comes and goes again with the amount could be missed.
    /// </summary>
    private static (int Amount, WorkerId Winner)? Smallest(int most, Func<int, WorkerId?> flips)
    {
        const int OneByOne = 16;
        for (var amount = 1; amount <= Math.Min(most, OneByOne); amount++)
        {
            if (flips(amount) is { } winner)
            {
                return (amount, winner);
            }
        }

        for (var (below, amount) = (OneByOne, Math.Min(most, OneByOne * 2)); below < amount; (below, amount) = (amount, Math.Min(most, amount * 2)))
        {
            if (flips(amount) is null)
            {
                continue;
            }

            while (amount - below > 1)
            {
                var middle = below + ((amount - below) / 2);
                (below, amount) = flips(middle) is null ? (middle, amount) : (below, middle);
            }

            return (amount, flips(amount)!.Value);
        }

        return null;
    }

    /// <summary>Another winner, and not by a draw.</summary>
    private static WorkerId? Other(Redecided? outcome, WorkerId winner) =>
        outcome is { TieBreak.Length: 0 } && outcome.Winner != winner ? outcome.Winner : null;

    private static DecisionCandidate? Find(RoutingDecision decision, WorkerId worker) =>
        decision.Candidates.Where(c => c.Worker == worker).Select(c => (DecisionCandidate?)c).FirstOrDefault();

    private static int? ColumnOf(RoutingDecision decision, WorkerId? worker) =>
        worker is { } id && Find(decision, id) is { Column: >= 0 and var column } ? column : null;

    private static WorkerId WorkerAt(RoutingDecision decision, int column) => decision.Candidates.First(c => c.Column == column).Worker;
}
