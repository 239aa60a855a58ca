using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Outcome of beginning a trial or changing its share.</summary>
/// <param name="Trial">The trial that runs afterwards, whoever began it; null when none does.</param>
/// <param name="Refusal">Why nothing was done.</param>
/// <param name="Errors">What is invalid.</param>
public sealed record TrialResult(StrategyTrial? Trial, TrialRefusal Refusal, ImmutableArray<SpecError> Errors)
{
    public bool Done => Refusal == TrialRefusal.None;

    internal static TrialResult Of(StrategyTrial? trial, TrialRefusal refusal = TrialRefusal.None) => new(trial, refusal, []);
}
