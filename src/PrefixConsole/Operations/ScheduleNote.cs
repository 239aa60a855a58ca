namespace PrefixConsole.Operations;

/// <summary>What became of a planned change, for those who come to look.</summary>
/// <param name="Change">What was planned.</param>
/// <param name="At">When that was settled.</param>
/// <param name="Outcome">How.</param>
/// <param name="Why">In words.</param>
public sealed record ScheduleNote(ScheduledChange Change, DateTimeOffset At, ScheduleOutcome Outcome, string Why);
