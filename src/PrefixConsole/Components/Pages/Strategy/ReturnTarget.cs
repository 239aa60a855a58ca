using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>An earlier revision that somebody is about to return to.</summary>
/// <param name="Revision">The earlier one.</param>
/// <param name="Expected">Number of the one that was active when it was chosen: if another comes first, nothing is applied.</param>
public sealed record ReturnTarget(StrategyRevision Revision, int Expected);
