using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What another strategy would have made of the last decisions, each by itself, from its recorded inputs.</summary>
/// <param name="Basis">What it rests on.</param>
/// <param name="Missing">What was not recorded, in words; empty when nothing that matters.</param>
/// <param name="Examined">Decisions looked at: the newest, of one request each.</param>
/// <param name="Decided">Of those, how many the strategy could decide.</param>
/// <param name="Elsewhere">Of those, how many would have gone to another worker.</param>
/// <param name="PromptTokens">Prompt tokens of <paramref name="Decided"/>.</param>
/// <param name="HeldAtChosen">Tokens of them that the worker they went to was expected to hold.</param>
/// <param name="HeldAtOther">Tokens of them that the worker they would have gone to was expected to hold.</param>
/// <param name="WarmLeft">Tokens held where requests went and not where they would have gone: warm state that would stop being used.</param>
/// <param name="WarmFound">Tokens held where requests would have gone and not where they went.</param>
public sealed record ChangeImpact(
    RedecisionBasis Basis,
    string Missing,
    int Examined,
    int Decided,
    int Elsewhere,
    long PromptTokens,
    long HeldAtChosen,
    long HeldAtOther,
    long WarmLeft,
    long WarmFound)
{
    /// <summary>Share that would have gone elsewhere; null when none could be decided.</summary>
    public double? ElsewhereShare => Decided == 0 ? null : (double)Elsewhere / Decided;
}
