using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Explaining;

/// <summary>What would have flipped a decision, nearest kind first, and what the active strategy would choose.</summary>
/// <param name="Decision">Of which.</param>
/// <param name="Points">By weight, by load, by cache; each kind's nearest first.</param>
/// <param name="None">Why there are none of some kind; null when there is nothing to say.</param>
/// <param name="Rerun">What the active revision would choose from the same inputs.</param>
internal sealed record DecisionFlips(RoutingDecision Decision, IReadOnlyList<FlipPoint> Points, string? None, string Rerun)
{
    public static DecisionFlips Of(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog, TimeProvider time)
    {
        var rerun = Rerunning(decision, store, catalog, time);
        if (decision.Winner is null || decision.Candidates.Count(c => c.RemovedBy is null) < 2)
        {
            return new DecisionFlips(decision, [], decision.Winner is null ? "Nobody was left to choose." : "Only one worker was left to choose: no weight and no load changes that.", rerun);
        }

        var points = FlipFinder.ByWeight(decision).ToList();
        if (MadeBy(decision, store, catalog, time) is not { } strategy)
        {
            return new DecisionFlips(decision, points, $"Revision {decision.Revision} is not in the history any more: its rules cannot be asked about loads and caches.", rerun);
        }

        if (!FlipFinder.Repeats(decision, strategy))
        {
            var why = strategy.Basis switch
            {
                RedecisionBasis.Chance => "The strategy draws or takes turns: chance decided, not a weight.",
                RedecisionBasis.Record => "A tie was broken by a draw: any of the equals could have won.",
                _ => $"What a load or a cache would change cannot be told: not recorded is {strategy.Missing}.",
            };
            return new DecisionFlips(decision, points, why, rerun);
        }

        points.AddRange(new[] { FlipFinder.ByLoad(decision, strategy) }.OfType<FlipPoint>());
        points.AddRange(FlipFinder.ByCache(decision, strategy));
        return new DecisionFlips(decision, points, points.Count == 0 ? $"No single weight, no {FlipFinder.MaxRequests:N0} requests more and no cached block changes the winner." : null, rerun);
    }

    private static Redecision? MadeBy(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog, TimeProvider time) =>
        store.History.FirstOrDefault(r => r.Number == decision.Revision && r.Spec.Name == decision.Strategy) is { } revision
            && catalog.Validate(revision.Spec).IsEmpty
            ? new Redecision(catalog, revision.Spec, time)
            : null;

    private static string Rerunning(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog, TimeProvider time)
    {
        var current = store.Current;
        var strategy = new Redecision(catalog, current.Spec, time);
        var name = $"The active revision {current.Number} ({current.Spec.Name})";
        return strategy.Decide(decision) switch
        {
            null when strategy.Basis == RedecisionBasis.None => $"{name} cannot be asked about it: not recorded is {strategy.Missing}.",
            null => $"{name} would have had nobody to choose either.",
            { } outcome when outcome.Winner == decision.Winner => $"{name} would choose {outcome.Winner} too, from the same recorded inputs.{Chance(strategy)}",
            { } outcome => $"{name} would choose {outcome.Winner}, from the same recorded inputs.{Chance(strategy)}",
        };
    }

    private static string Chance(Redecision strategy) => strategy.Basis switch
    {
        RedecisionBasis.Chance => " It draws: another time it could be another.",
        RedecisionBasis.Partial => $" Left out, because it is not recorded: {strategy.Missing}.",
        _ => "",
    };
}
