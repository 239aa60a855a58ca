using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Finds what would have flipped a decision: the smallest change of a weight, of a load, or of a rival's cache.</summary>
/// <remarks>Every flip is clear of a tie. Loads and caches are tried by deciding again, so only the nearest rivals are looked at.</remarks>
public static class FlipFinder
{
    /// <summary>Most requests tried on top of the winner's load.</summary>
    public const int MaxRequests = 1024;

    /// <summary>Most rivals whose load or cache is changed: those nearest to the winner.</summary>
    public const int MaxRivals = 8;

    // Below it a weight is 0 as far as single precision can tell.
    private const double Least = 1e-4;

    /// <summary>
    /// The nearest flip by each scorer's weight, exact, smallest relative change first. With totals T and scores s of the scorer, the winner's
    /// lead over a rival r is (T_w − T_r) + (x − weight) × (s_w − s_r) at weight x; it ends where that is 0, at
    /// x = weight − (T_w − T_r) ÷ (s_w − s_r). Among the rivals the nearest such x > 0 on either side counts.
    /// </summary>
    /// <remarks>
    /// Only for strategies that choose the highest total; empty for others, without a rival, and after a tie. A weight above
    /// <see cref="ScorerWeight.MaxWeight"/> cannot be set and is left out.
    /// </remarks>
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

    /// <summary>
    /// Fewest further requests at the winner that make another win, and fewest requests less at a rival that make it win; smallest change first.
    /// Empty when neither does, or it cannot be told.
    /// </summary>
    /// <param name="decision">A recorded decision.</param>
    /// <param name="strategy">The strategy that made it.</param>
    public static ImmutableArray<FlipPoint> ByLoad(RoutingDecision decision, Redecision strategy)
    {
        if (decision.Winner is not { } winner || !Repeats(decision, strategy))
        {
            return [];
        }

        var flips = new List<FlipPoint>();
        var load = Find(decision, winner)!.Value.InFlight;
        if (FirstThatFlips(MaxRequests, more => Other(strategy.Decide(decision, new RedecisionChange(winner, Requests: more)), winner)) is { } busier)
        {
            flips.Add(new FlipPoint(FlipKind.Load, winner.Value, load, load + busier.Amount, busier.Winner));
        }

        var emptier = new List<FlipPoint>();
        foreach (var rival in Rivals(decision, winner, static (_, c) => -c.InFlight))
        {
            if (FewestThatFlip(rival.InFlight, fewer => Wins(strategy.Decide(decision, new RedecisionChange(rival.Worker, Requests: -fewer)), rival.Worker)) is { } amount)
            {
                emptier.Add(new FlipPoint(FlipKind.Load, rival.Worker.Value, rival.InFlight, rival.InFlight - amount, rival.Worker));
            }
        }

        flips.AddRange(emptier.OrderBy(f => f.Size).Take(1));
        return [.. flips.OrderBy(f => f.Size)];
    }

    /// <summary>For each of the nearest rivals the fewest further leading blocks that make it win, fewest first.</summary>
    /// <param name="decision">A recorded decision.</param>
    /// <param name="strategy">The strategy that made it.</param>
    public static ImmutableArray<FlipPoint> ByCache(RoutingDecision decision, Redecision strategy)
    {
        if (decision.Winner is not { } winner || !Repeats(decision, strategy))
        {
            return [];
        }

        var flips = new List<FlipPoint>();
        foreach (var rival in Rivals(decision, winner, static (d, c) => d.Request.ExpectedTokens(c)))
        {
            var scale = CacheScale.Of(decision.Request, rival, strategy.ReadsReported);
            if (FewestThatFlip(scale.Total - scale.Held, more => Wins(strategy.Decide(decision, scale.Raise(decision.Request, rival, more)), rival.Worker)) is { } amount)
            {
                flips.Add(new FlipPoint(FlipKind.Cache, rival.Worker.Value, scale.Held, scale.Held + amount, rival.Worker));
            }
        }

        return [.. flips.OrderBy(f => f.Size)];
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
            else if (to > row.Weight && to < above.To && to < ScorerWeight.MaxWeight)
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
    private static (int Amount, WorkerId Winner)? FirstThatFlips(int most, Func<int, WorkerId?> flips)
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
            if (flips(amount) is not { } winner)
            {
                continue;
            }

            while (amount - below > 1)
            {
                var middle = below + ((amount - below) / 2);
                if (flips(middle) is { } earlier)
                {
                    (amount, winner) = (middle, earlier);
                }
                else
                {
                    below = middle;
                }
            }

            return (amount, winner);
        }

        return null;
    }

    /// <summary>The smallest amount from 1 that flips, by halving, where all of it flips: more of it never helps less.</summary>
    private static int? FewestThatFlip(int most, Func<int, bool> flips)
    {
        if (most < 1 || !flips(most))
        {
            return null;
        }

        var (below, amount) = (0, most);
        while (amount - below > 1)
        {
            var middle = below + ((amount - below) / 2);
            (below, amount) = flips(middle) ? (below, middle) : (middle, amount);
        }

        return amount;
    }

    /// <summary>Who could have won instead: highest total first, then by what a strategy without totals goes by.</summary>
    private static IEnumerable<DecisionCandidate> Rivals(RoutingDecision decision, WorkerId winner, Func<RoutingDecision, DecisionCandidate, int> nearness) =>
        decision.Candidates
            .Where(c => c.Worker != winner && c.RemovedBy is null)
            .OrderByDescending(c => c.Column >= 0 && c.Column < decision.Totals.Length ? decision.Totals[c.Column] : 0)
            .ThenByDescending(c => nearness(decision, c))
            .Take(MaxRivals);

    /// <summary>Another winner, clear of a tie.</summary>
    private static WorkerId? Other(Redecided? outcome, WorkerId winner) =>
        outcome is { TieBreak.Length: 0 } && outcome.Winner != winner ? outcome.Winner : null;

    private static bool Wins(Redecided? outcome, WorkerId worker) => outcome is { TieBreak.Length: 0 } && outcome.Winner == worker;

    private static DecisionCandidate? Find(RoutingDecision decision, WorkerId worker) =>
        decision.Candidates.Where(c => c.Worker == worker).Select(c => (DecisionCandidate?)c).FirstOrDefault();

    private static int? ColumnOf(RoutingDecision decision, WorkerId? worker) =>
        worker is { } id && Find(decision, id) is { Column: >= 0 and var column } ? column : null;

    private static WorkerId WorkerAt(RoutingDecision decision, int column) => decision.Candidates.First(c => c.Column == column).Worker;
}
