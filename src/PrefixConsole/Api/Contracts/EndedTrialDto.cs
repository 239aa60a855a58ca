using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A trial that is over.</summary>
/// <param name="Strategy">What it tried, under its own number.</param>
/// <param name="SharePercent">Its last share.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="EndedBy">Who ended it.</param>
/// <param name="Outcome">ended, promoted or replaced.</param>
/// <param name="Why">In words.</param>
public sealed record EndedTrialDto(StrategyDto Strategy, int SharePercent, DateTimeOffset EndedAt, string EndedBy, string Outcome, string Why)
{
    internal static EndedTrialDto From(EndedTrial trial, StrategyCatalog catalog) => new(
        StrategyDto.From(trial.Revision, catalog), trial.Percent, trial.EndedAt, trial.EndedBy, trial.Outcome.ToString().ToLowerInvariant(), trial.Why);
}
