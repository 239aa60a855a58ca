namespace PrefixConsole.Api.Contracts;

/// <summary>When rules began and ended to fire.</summary>
/// <param name="Changes">Newest first.</param>
/// <param name="Before">Where the next page begins, for the query's before; null when this is the last.</param>
/// <param name="Problem">Why there are only those since the start: the database does not answer. Null when it does.</param>
public sealed record AlertHistoryDto(IReadOnlyList<AlertChangeDto> Changes, Guid? Before, string? Problem);
