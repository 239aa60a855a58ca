namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>A scorer of a decision and the weight it had.</summary>
public sealed record ScorerColumn(string Scorer, float Weight);
