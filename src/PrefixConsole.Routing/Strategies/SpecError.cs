namespace PrefixConsole.Routing.Strategies;

/// <summary>Why a <see cref="StrategySpec"/> was refused.</summary>
/// <param name="Field">Path of the field, such as <c>parameters.cache-threshold</c> or <c>scorers[1].weight</c>.</param>
/// <param name="Message">Reason in words.</param>
public sealed record SpecError(string Field, string Message);
