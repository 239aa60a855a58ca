using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What another strategy would have made of the last decisions, each by itself, from its recorded inputs.</summary>
/// <param name="Basis">What it rests on.</param>
/// <param name="Missing">What was not recorded, in words; empty when nothing that matters.</param>
/// <param name="Examined">Decisions looked at: the newest, of one request each.</param>
/// <param name="Decided">Of those, how many the strategy could decide.</param>
/// <param name="Elsewhere">Of those, how many would have gone to another worker, ties aside.</param>
/// <param name="Tied">Of those, how many would be drawn among equals of which where they went is one: counted as staying.</param>
/// <param name="PromptTokens">Prompt tokens of <paramref name="Decided"/>.</param>
/// <param name="HeldAtChosen">Tokens of them that the worker they went to was expected to hold.</param>
/// <param name="HeldAtOther">Tokens of them that the worker they would have gone to was expected to hold.</param>
/// <param name="WarmLeft">
/// Tokens held where requests went and not where they would have gone: they would be prefilled again. Summed over the decisions, so a prefix
/// counts once for each of them that uses it.
/// </param>
/// <param name="WarmFound">Tokens held where requests would have gone and not where they went.</param>
/// <param name="Untold">Of <paramref name="Examined"/>, how many could not be told for want of what was not kept of them.</param>
/// <param name="UntoldFor">What that is, in words; empty when all could be told.</param>
/// <param name="SessionsNamed">Distinct sessions that the decisions looked at were made for.</param>
/// <param name="SessionsTold">Of those, how many had a decision that the strategy could decide.</param>
/// <param name="SessionsMoved">Of those, how many would have gone to another worker than they did last, ties aside.</param>
/// <param name="Warm">Warm prefixes in use, each once, and those that would stop being used.</param>
/// <param name="At">When the decisions were looked at; newer ones are not among them.</param>
public sealed record ChangeImpact(
    RedecisionBasis Basis,
    string Missing,
    int Examined,
    int Decided,
    int Elsewhere,
    int Tied,
    long PromptTokens,
    long HeldAtChosen,
    long HeldAtOther,
    long WarmLeft,
    long WarmFound,
    int Untold,
    string UntoldFor,
    int SessionsNamed,
    int SessionsTold,
    int SessionsMoved,
    WarmUse Warm,
    DateTimeOffset At)
{
    /// <summary>Share that would have gone elsewhere; null when none could be decided.</summary>
    public double? ElsewhereShare => Decided == 0 ? null : (double)Elsewhere / Decided;

    /// <summary><see cref="WarmLeft"/> per 1,000 decisions; null when none could be decided.</summary>
    public double? WarmLeftPerThousand => Decided == 0 ? null : WarmLeft * 1000.0 / Decided;
}
