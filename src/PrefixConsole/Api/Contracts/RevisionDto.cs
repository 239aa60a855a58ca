namespace PrefixConsole.Api.Contracts;

/// <summary>A revision, what it was applied with, and what ended it.</summary>
/// <param name="Strategy">The revision.</param>
/// <param name="Terms">As the audit log tells it.</param>
public sealed record RevisionDto(StrategyDto Strategy, RevisionTermsDto Terms);
