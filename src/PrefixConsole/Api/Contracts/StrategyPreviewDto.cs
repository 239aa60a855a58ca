namespace PrefixConsole.Api.Contracts;

/// <summary>A spec that could be applied, and what it would change.</summary>
public sealed record StrategyPreviewDto(int CurrentRevision, IReadOnlyList<StrategyDifference> Differences, ChangeImpactDto Impact);
