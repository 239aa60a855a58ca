namespace PrefixConsole.Api.Contracts;

/// <summary>A page of the audit log.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next"><c>before</c> of the next page; null on the last.</param>
/// <param name="Problem">Why only what is in memory is listed; null when all is.</param>
public sealed record AuditPageDto(IReadOnlyList<AuditEntryDto> Items, Guid? Next, string? Problem);
