namespace PrefixConsole.Api.Contracts;

/// <summary>What became of a planned change.</summary>
/// <param name="Change">What was planned.</param>
/// <param name="At">When that was settled.</param>
/// <param name="Outcome">applied, refused, missed or cancelled.</param>
/// <param name="Why">In words.</param>
public sealed record ScheduleNoteDto(ScheduledDto Change, DateTimeOffset At, string Outcome, string Why);
