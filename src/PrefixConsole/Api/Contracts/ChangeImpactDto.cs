using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>What the strategy would have made of the last decisions, each by itself, from its recorded inputs.</summary>
/// <param name="Basis">record, chance or partial.</param>
/// <param name="Missing">What was not recorded; empty when nothing that matters.</param>
/// <param name="Examined">Decisions looked at.</param>
/// <param name="Decided">Of those, how many could be decided.</param>
/// <param name="Elsewhere">Of those, how many would have gone to another worker, ties aside.</param>
/// <param name="Tied">Of those, how many would be drawn among equals of which where they went is one: counted as staying.</param>
/// <param name="PromptTokens">Their prompt tokens.</param>
/// <param name="HeldAtChosen">Of these, held where the requests went.</param>
/// <param name="HeldAtOther">Held where they would have gone.</param>
/// <param name="WarmLeft">Held where they went and not where they would have gone: to be prefilled again. A prefix counts once for each decision that uses it.</param>
/// <param name="WarmLeftPerThousand">The same per 1,000 decisions; null when none could be decided.</param>
/// <param name="WarmFound">Held where they would have gone and not where they went.</param>
/// <param name="Untold">Of the decisions looked at, how many could not be told for want of what was not kept of them.</param>
/// <param name="UntoldFor">What that is; empty when all could be told.</param>
/// <param name="SessionsNamed">Distinct sessions that the decisions looked at were made for; 0: no request named one.</param>
/// <param name="SessionsTold">Of those, how many had a decision that could be decided.</param>
/// <param name="SessionsMoved">Of those, how many would have gone to another worker than they did last, ties aside.</param>
/// <param name="Warm">Warm prefixes in use, each once, and those that would stop being used.</param>
public sealed record ChangeImpactDto(
    string Basis,
    string Missing,
    int Examined,
    int Decided,
    int Elsewhere,
    int Tied,
    long PromptTokens,
    long HeldAtChosen,
    long HeldAtOther,
    long WarmLeft,
    double? WarmLeftPerThousand,
    long WarmFound,
    int Untold,
    string UntoldFor,
    int SessionsNamed,
    int SessionsTold,
    int SessionsMoved,
    WarmUseDto Warm)
{
    internal static ChangeImpactDto From(ChangeImpact impact) => new(
        impact.Basis.ToString().ToLowerInvariant(),
        impact.Missing,
        impact.Examined,
        impact.Decided,
        impact.Elsewhere,
        impact.Tied,
        impact.PromptTokens,
        impact.HeldAtChosen,
        impact.HeldAtOther,
        impact.WarmLeft,
        impact.WarmLeftPerThousand,
        impact.WarmFound,
        impact.Untold,
        impact.UntoldFor,
        impact.SessionsNamed,
        impact.SessionsTold,
        impact.SessionsMoved,
        WarmUseDto.From(impact.Warm));
}
