using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Explaining;

/// <summary>What say chance had in a decision, in words.</summary>
internal static class DrawWords
{
    public static string Of(RoutingDecision decision)
    {
        if (decision.Winner is null)
        {
            return "Nobody was chosen.";
        }

        return decision.Reason switch
        {
            DecisionReasons.OnlyCandidate => "Nothing was drawn: only one worker was left.",
            DecisionReasons.Turn => "Nothing was drawn: the workers take turns.",
            DecisionReasons.Session or DecisionReasons.RingOwner or DecisionReasons.RingSpill =>
                decision.TieBreak.Length > 0 ? $"Nothing was drawn: {decision.TieBreak}." : "Nothing was drawn.",
            DecisionReasons.Random => $"Drawn evenly from {Figures.Count(Left(decision))} workers{Had(decision)}.",
            DecisionReasons.WeightedRandom => Weighted(decision),
            DecisionReasons.PowerOfTwo => Pair(decision),
            _ when decision.TieBreak.Length > 0 => $"Tie-break: {decision.TieBreak}{Had(decision)}.",
            _ => "No tie.",
        };
    }

    private static string Weighted(RoutingDecision decision)
    {
        var how = decision switch
        {
            { IsDraw: true } => "Drawn evenly, as no total is above 0",
            { TieBreak.Length: > 0 } => $"Drawn by weight, {decision.TieBreak["drawn ".Length..]}",
            _ => "Drawn by weight",
        };
        return $"{how}{(Had(decision) is { Length: > 0 } had ? had : "; what chance each had cannot be told from the record")}.";
    }

    private static string Pair(RoutingDecision decision)
    {
        var winner = decision.Candidates.FirstOrDefault(c => c.Worker == decision.Winner);
        var drawn = decision.OtherDrawn is { } position && position < decision.Candidates.Length && decision.Candidates[position] is var other
            ? $"Drawn were {winner.Worker} ({winner.InFlight} in flight) and {other.Worker} ({other.InFlight}): {(winner.InFlight == other.InFlight ? "equally loaded, so the first drawn was taken" : "the less loaded was taken")}."
            : "Two were drawn and the less loaded was taken; which one the other was is not recorded.";
        return Chance(decision) is { } chance ? $"{drawn} Over all pairs {winner.Worker} had {Figures.Percent(chance)}." : drawn;
    }

    private static string Had(RoutingDecision decision) => Chance(decision) is { } chance ? $": {decision.Winner} had {Figures.Percent(chance)}" : "";

    private static double? Chance(RoutingDecision decision)
    {
        var chances = DrawChances.Of(decision);
        var column = decision.Candidates.Where(c => c.Worker == decision.Winner).Select(c => c.Column).FirstOrDefault(-1);
        return column >= 0 && column < chances.Length ? chances[column]
            : TieBreaks.DrawnAmong(decision.TieBreak) is { } among ? 1.0 / among
            : null;
    }

    private static int Left(RoutingDecision decision) => decision.Candidates.Count(c => c.RemovedBy is null);
}
