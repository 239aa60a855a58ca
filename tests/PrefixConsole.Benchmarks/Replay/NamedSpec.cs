using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A strategy as the caller named it.</summary>
internal sealed record NamedSpec(string Name, StrategySpec Spec);
