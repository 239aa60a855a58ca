namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>How much of a prompt's beginning was held by one account.</summary>
/// <param name="Name">Whose account.</param>
/// <param name="Hint">What it is, in a sentence.</param>
/// <param name="Tokens">From the start of the prompt; null when it is not known.</param>
/// <param name="Missing">Why it is not known.</param>
/// <param name="Blocks">The same in its own blocks: "87 of 100 blocks"; empty for what comes in tokens.</param>
/// <param name="BlockShare">Length of such a block as a share of the prompt; 0 for what comes in tokens.</param>
internal sealed record HitBar(string Name, string Hint, int? Tokens, string Missing, string Blocks, double BlockShare);
