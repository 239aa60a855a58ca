using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>The active revision reverts unless it is confirmed.</summary>
/// <param name="RevertsTo">Number of the revision whose strategy would come back.</param>
/// <param name="ConfirmBy">When.</param>
/// <param name="Guardrails">What reverts it before that.</param>
public sealed record PendingDto(int RevertsTo, DateTimeOffset ConfirmBy, IReadOnlyList<GuardReadingDto> Guardrails)
{
    /// <summary>Null when the revision does not wait.</summary>
    internal static PendingDto? From(StrategyChanges changes, int revision) =>
        changes.Pending is { } pending && pending.Revision == revision
            ? new PendingDto(pending.RevertsTo, pending.ConfirmBy, [.. changes.Readings.Select(GuardReadingDto.From)])
            : null;
}
