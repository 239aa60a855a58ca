namespace PrefixConsole.Api.Contracts;

/// <summary>The trial that runs, and those that did.</summary>
/// <param name="ActiveRevision">Number of the active revision.</param>
/// <param name="Trial">Null when none runs.</param>
/// <param name="Ended">The last that are over, newest first.</param>
public sealed record TrialStateDto(int ActiveRevision, TrialDto? Trial, IReadOnlyList<EndedTrialDto> Ended);
