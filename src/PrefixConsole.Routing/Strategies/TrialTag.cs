namespace PrefixConsole.Routing.Strategies;

/// <summary>A trial as somebody saw it.</summary>
/// <param name="Number">Of its revision.</param>
/// <param name="Version">See <see cref="StrategyTrial.Version"/>.</param>
public readonly record struct TrialTag(int Number, int Version);
