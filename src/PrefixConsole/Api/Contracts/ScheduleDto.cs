namespace PrefixConsole.Api.Contracts;

/// <summary>Changes to come, and what became of the last ones.</summary>
/// <param name="ActiveRevision">Number of the active revision.</param>
/// <param name="Planned">Next first.</param>
/// <param name="Settled">Newest first.</param>
public sealed record ScheduleDto(int ActiveRevision, IReadOnlyList<ScheduledDto> Planned, IReadOnlyList<ScheduleNoteDto> Settled);
