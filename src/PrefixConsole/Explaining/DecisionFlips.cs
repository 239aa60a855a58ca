using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Explaining;

/// <summary>What would have flipped a decision, and what the active strategy would choose.</summary>
/// <param name="Decision">Of which.</param>
/// <param name="Points">By weight, by load, by cache; each kind's nearest first.</param>
/// <param name="None">Why there are none of some kind; null when there is nothing to say.</param>
/// <param name="Rerun">What the active revision would choose from the same inputs.</param>
/// <param name="WithoutPin">What the strategy would have chosen; null for a decision that no pin made.</param>
internal sealed record DecisionFlips(RoutingDecision Decision, IReadOnlyList<FlipPoint> Points, string? None, string Rerun, WithoutPin? WithoutPin = null)
{
    public static DecisionFlips Of(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog)
    {
        if (WithoutPin.Of(decision, store, catalog) is { } without)
        {
            var now = without.Revision.Number == store.Current.Number ? $"The active revision is the one that was asked: {store.Current.Number}." : Rerunning(decision, store, catalog);
            return new DecisionFlips(decision, [], "An operator's pin decided: no weight, no load and no cache changes that.", now, without);
        }

        var rerun = Rerunning(decision, store, catalog);
        if (decision.Winner is null || decision.Candidates.Count(c => c.RemovedBy is null) < 2)
        {
            return new DecisionFlips(decision, [], decision.Winner is null ? "Nobody was left to choose." : "Only one worker was left to choose: no weight and no load changes that.", rerun);
        }

        var points = FlipFinder.ByWeight(decision).ToList();
        var tie = Tie(decision);
        if (MadeBy(decision, store, catalog) is not { } strategy)
        {
            return new DecisionFlips(decision, points, $"{tie}Revision {decision.Revision} is not in the history any more: its rules cannot be asked about loads and caches.", rerun);
        }

        if (!FlipFinder.Repeats(decision, strategy))
        {
            var why = strategy.Basis switch
            {
                _ when strategy.MissingOf(decision) is { Length: > 0 } missing => $"What a load or a cache would change cannot be told: not recorded is {missing}.",
                RedecisionBasis.Chance => "The strategy draws or takes turns: chance decided, not a weight.",
                RedecisionBasis.Record => $"{tie}The recorded inputs alone do not lead to this choice, so what a load or a cache would change cannot be told.",
                _ => $"What a load or a cache would change cannot be told: not recorded is {strategy.Missing}.",
            };
            return new DecisionFlips(decision, points, why, rerun);
        }

        points.AddRange(FlipFinder.ByLoad(decision, strategy));
        points.AddRange(FlipFinder.ByCache(decision, strategy));
        var note = tie + (points.Count == 0
            ? $"No single weight that can be set, no {FlipFinder.MaxRequests:N0} requests more at the winner, and neither fewer requests nor more cached blocks at one of the {FlipFinder.MaxRivals} nearest rivals change the winner."
            : "");
        return new DecisionFlips(decision, points, note.Length > 0 ? note.TrimEnd() : null, rerun);
    }

    /// <summary>What the strategy that made it went by and was not recorded, in words; empty when nothing.</summary>
    public static string Unrecorded(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog) => MadeBy(decision, store, catalog) switch
    {
        null => $"the rules of revision {decision.Revision}, which is not in the history any more",
        var strategy when strategy.MissingOf(decision) is { Length: > 0 } missing => missing,
        var strategy => strategy.Missing,
    };

    private static string Tie(RoutingDecision decision) => decision switch
    {
        { IsDraw: true } => $"It was a tie ({decision.TieBreak}): any of the equals could have won. ",
        { TieBreak: TieBreaks.FewestProcessed } => "Loads were equal: the fewest requests ever sent decided. ",
        _ => "",
    };

    /// <summary>The revision that a decision was made under; null when it is not in the history any more, or its rules cannot be asked.</summary>
    public static StrategyRevision? RevisionOf(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog) =>
        store.Find(decision.Revision) is { } revision && revision.Spec.Name == decision.Strategy && catalog.Validate(revision.Spec).IsEmpty ? revision : null;

    private static Redecision? MadeBy(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog) =>
        RevisionOf(decision, store, catalog) is { } revision ? new Redecision(catalog, revision.Spec) : null;

    private static string Rerunning(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog)
    {
        var current = store.Current;
        var strategy = new Redecision(catalog, current.Spec);
        var name = $"The active revision {current.Number} ({current.Spec.Name})";
        return strategy.Decide(decision) switch
        {
            null when strategy.MissingOf(decision) is { Length: > 0 } missing => $"{name} cannot be asked about it: not recorded is {missing}.",
            null => $"{name} would have had nobody to choose either.",
            { IsDraw: true } outcome when outcome.Winner == decision.Winner =>
                $"{name} finds {outcome.Winner} equal to the best of the same recorded inputs: it would draw ({outcome.TieBreak}).{Chance(strategy)}",
            { IsDraw: true } outcome => $"{name} would draw among other equals ({outcome.TieBreak}), {outcome.Winner} one of them, from the same recorded inputs.{Chance(strategy)}",
            { } outcome when outcome.Winner == decision.Winner => $"{name} would choose {outcome.Winner} too, from the same recorded inputs.{Chance(strategy)}",
            { } outcome => $"{name} would choose {outcome.Winner}, from the same recorded inputs.{Chance(strategy)}",
        };
    }

    /// <summary>What its answer leaves open; empty or a sentence after a blank.</summary>
    public static string Chance(Redecision strategy) => strategy.Basis switch
    {
        RedecisionBasis.Chance => " It draws: another time it could be another.",
        RedecisionBasis.Partial => $" Left out, because it is not recorded: {strategy.Missing}.",
        _ => "",
    };
}
