namespace PrefixConsole.Api.Contracts;

/// <summary>A worker as one strategy saw it.</summary>
/// <param name="Worker">Which.</param>
/// <param name="Total">Weighted sum; null when a filter removed it or the strategy has no scorers.</param>
/// <param name="RemovedBy">Filter that removed it; null when it was left to choose from.</param>
public sealed record TryScoreDto(string Worker, double? Total, string? RemovedBy);
