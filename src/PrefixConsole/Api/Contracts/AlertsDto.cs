namespace PrefixConsole.Api.Contracts;

/// <summary>All alert rules.</summary>
/// <param name="Revision">Of all settings; its ETag <c>"rev-N"</c> may go into If-Match of a change, as may that of the rule.</param>
/// <param name="Firing">Rules that fire and are not silenced.</param>
/// <param name="Rules">Those that fire first.</param>
public sealed record AlertsDto(int Revision, int Firing, IReadOnlyList<AlertDto> Rules);
