namespace PrefixConsole.Routing.Scheduling;

/// <summary>One scorer's row of a decision's matrix, over the decision's surviving candidates in their order.</summary>
/// <param name="Scorer">Name of the scorer.</param>
/// <param name="Weight">Weight in the active revision.</param>
/// <param name="Raw">Input in its own unit; NaN: signal missing.</param>
/// <param name="Scores">Clamped score in [0, 1]; contribution = weight × score.</param>
public sealed record ScorerRow(string Scorer, float Weight, float[] Raw, float[] Scores);
