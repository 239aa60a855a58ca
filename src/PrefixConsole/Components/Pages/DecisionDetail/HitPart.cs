namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>A stretch of a prompt on the scale of its tokens.</summary>
/// <param name="Name">What it is: "system", "turn 2 user", "turns 3 to 5".</param>
/// <param name="Share">Of the prompt, 0 to 1.</param>
/// <param name="Tokens">Its share of the prompt's tokens, an estimate.</param>
internal sealed record HitPart(string Name, double Share, int Tokens);
