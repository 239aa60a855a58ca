namespace PrefixConsole.Api.Contracts;

/// <summary>A field that differs between the active strategy and another. Null: the field does not exist there.</summary>
public sealed record StrategyDifference(string Field, string? Current, string? Submitted);
