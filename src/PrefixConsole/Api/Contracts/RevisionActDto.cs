using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>What somebody, or the program (auto-revert, guardrail), did about a revision.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why, as far as it was said.</param>
public sealed record RevisionActDto(string By, DateTimeOffset At, string Note)
{
    internal static RevisionActDto? From(RevisionAct? act) => act is null ? null : new(act.By, act.At, act.Note);
}
