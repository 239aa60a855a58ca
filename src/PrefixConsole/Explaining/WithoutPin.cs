using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Explaining;

/// <summary>Where a strategy would have sent a request that an operator pinned.</summary>
/// <param name="Revision">Which was asked.</param>
/// <param name="OfThen">Whether it is the one that was active then; else that one is not kept, and this is the one that is active now.</param>
/// <param name="Choice">What it would have chosen; null when that cannot be told, or nobody was left.</param>
/// <param name="PinnedTokens">Prompt tokens that the pinned worker was expected to have cached; null when it was given to nobody.</param>
/// <param name="ChosenTokens">The same of the worker of <paramref name="Choice"/>; null without one.</param>
/// <param name="Words">All of it in words.</param>
internal sealed record WithoutPin(StrategyRevision Revision, bool OfThen, Redecided? Choice, int? PinnedTokens, int? ChosenTokens, string Words)
{
    /// <summary>Null for a decision that no pin made.</summary>
    public static WithoutPin? Of(RoutingDecision decision, StrategyStore store, StrategyCatalog catalog)
    {
        if (!decision.Request.Pinned)
        {
            return null;
        }

        var current = store.Current;
        var made = DecisionFlips.RevisionOf(decision, store, catalog);
        var revision = made ?? current;
        var strategy = new Redecision(catalog, revision.Spec);
        var choice = strategy.Decide(decision);
        var pinned = Held(decision, decision.Winner);
        var chosen = Held(decision, choice?.Winner);
        return new WithoutPin(revision, made is not null, choice, pinned, chosen, Tell());

        string Tell()
        {
            var name = made is not null
                ? $"revision {made.Number} ({made.Spec.Name}), which was active then,"
                : $"revision {current.Number} ({current.Spec.Name}), which is active now,";
            var kept = made is not null ? "" : $" Revision {decision.Revision}, which was active then, is not in the history any more.";
            return $"{Outcome(decision, strategy, choice, name, pinned, chosen)}{kept}";
        }
    }

    private static string Outcome(RoutingDecision decision, Redecision strategy, Redecided? choice, string name, int? pinned, int? chosen)
    {
        if (choice is null)
        {
            return strategy.MissingOf(decision) is { Length: > 0 } missing
                ? $"Without the pin: {name} cannot be asked about it: not recorded is {missing}."
                : $"Without the pin, {name} would have had nobody to choose.";
        }

        var prompt = Figures.Count(decision.Request.PromptTokens);
        if (choice.Winner == decision.Winner)
        {
            var same = choice.IsDraw ? $"would have drawn among equals ({choice.TieBreak}), {choice.Winner} one of them" : $"would have chosen {choice.Winner} too";
            return $"Without the pin, {name} {same}, if it did not drain, which is not recorded. {Figures.Count(chosen)} of {prompt} prompt tokens were expected to be cached there.{DecisionFlips.Chance(strategy)}";
        }

        var verb = choice.IsDraw ? $"would have drawn among equals ({choice.TieBreak}), {choice.Winner} one of them" : $"would have chosen {choice.Winner}";
        var compared = pinned is { } here
            ? $"{Figures.Count(chosen)} of {prompt} prompt tokens were expected to be cached there, {Figures.Count(here)} at {decision.Winner}, where the pin sent it: {Difference(chosen!.Value - here)}."
            : $"{Figures.Count(chosen)} of {prompt} prompt tokens were expected to be cached there; the pinned worker was not asked.";
        return $"Without the pin, {name} {verb}, from the same recorded inputs. {compared}{DecisionFlips.Chance(strategy)}";
    }

    private static string Difference(int tokens) => tokens switch
    {
        0 => "as many",
        > 0 => $"the pin gave up {Figures.Count(tokens)}",
        _ => $"the pin found {Figures.Count(-tokens)} more",
    };

    private static int? Held(RoutingDecision decision, WorkerId? worker) =>
        decision.Candidates.Where(c => c.Worker == worker).Select(c => (int?)decision.Request.ExpectedTokens(c)).FirstOrDefault();
}
