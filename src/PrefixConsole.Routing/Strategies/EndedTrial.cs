namespace PrefixConsole.Routing.Strategies;

/// <summary>A trial that is over. Decisions still carry its number.</summary>
/// <param name="Revision">What it was; <see cref="StrategyRevision.At"/> is when it began.</param>
/// <param name="Percent">Its last share.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="EndedBy">Who ended it.</param>
/// <param name="Outcome">How.</param>
/// <param name="Why">In words.</param>
public sealed record EndedTrial(StrategyRevision Revision, int Percent, DateTimeOffset EndedAt, string EndedBy, TrialOutcome Outcome, string Why);
