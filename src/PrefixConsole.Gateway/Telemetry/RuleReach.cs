using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What rules would name.</summary>
/// <param name="Runs">By rule, in their order: runs that it names and no earlier one.</param>
/// <param name="ReadShare">Share of the tree that was read for it, 0 to 1.</param>
public sealed record RuleReach(ImmutableArray<int> Runs, double ReadShare);
