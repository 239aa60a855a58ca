using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Operations;

/// <summary>A revision in a list.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Before">The one before it; null for the oldest that is kept.</param>
/// <param name="Effect">How the fleet did before and after; null when that was not measured.</param>
public sealed record MeasuredRevision(StrategyRevision Revision, StrategyRevision? Before, ChangeEffect? Effect);
