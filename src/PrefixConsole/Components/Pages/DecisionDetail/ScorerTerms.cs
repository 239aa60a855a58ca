using System.Collections.Immutable;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>The terms that one scorer's input is made of, for one worker.</summary>
/// <param name="Scorer">Name of the scorer.</param>
/// <param name="Terms">Names with values; null: signal missing.</param>
public sealed record ScorerTerms(string Scorer, ImmutableArray<(string Name, float? Value)> Terms);
