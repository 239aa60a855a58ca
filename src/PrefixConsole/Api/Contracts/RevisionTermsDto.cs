using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>What a revision was applied with, and what became of it, as the audit log tells it.</summary>
/// <param name="Untold">Why the log does not tell what it was applied with; empty when it does.</param>
/// <param name="ConfirmWithinSeconds">Time it was to be confirmed in; 0: none, it stayed. Null: not told, or in an entry of a version that did not write it down.</param>
/// <param name="Guardrails">What would have reverted it before that; null for nothing, or when it is not told.</param>
/// <param name="Confirmed">Who kept it; null when nobody did, or nobody had to.</param>
/// <param name="Ending">none (it is active), time (nobody confirmed it), guardrail, reverted (by somebody, while it waited), returned (to an earlier revision), replaced, configuration (another one at a start) or unknown.</param>
/// <param name="Ended">By whom, when and why; null while it is active.</param>
/// <param name="Next">Number of the revision after it; null while it is active.</param>
public sealed record RevisionTermsDto(
    string Untold,
    double? ConfirmWithinSeconds,
    GuardrailsDto? Guardrails,
    RevisionActDto? Confirmed,
    string Ending,
    RevisionActDto? Ended,
    int? Next)
{
    internal static RevisionTermsDto From(RevisionTerms terms) => new(
        terms.Untold,
        terms.ConfirmWithin?.TotalSeconds,
        terms.Guards is { } guards ? new GuardrailsDto(guards.ErrorPercent, guards.TtftTimes, guards.TtftSeconds) : null,
        RevisionActDto.From(terms.Confirmed),
        terms.Ending.ToString().ToLowerInvariant(),
        RevisionActDto.From(terms.Ended),
        terms.Next);
}
