namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>What one scorer said of one worker.</summary>
/// <param name="Raw">Input in its own unit; null: the signal was missing.</param>
/// <param name="Score">Clamped score, 0 to 1.</param>
/// <param name="Contribution">Weight × score.</param>
/// <param name="Best">True where no other worker scored more and not all scored the same.</param>
public readonly record struct ScorerCell(float? Raw, float Score, float Contribution, bool Best);
