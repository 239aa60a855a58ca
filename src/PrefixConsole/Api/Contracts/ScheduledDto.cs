using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A planned change.</summary>
/// <param name="Id">For its cancellation.</param>
/// <param name="At">When it is applied.</param>
/// <param name="Name">Strategy.</param>
/// <param name="Effective">All parameters with the values they would have.</param>
/// <param name="Scorers">Of <c>custom</c>.</param>
/// <param name="Filters">Of <c>custom</c>.</param>
/// <param name="Picker">Of <c>custom</c>; null for the default.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who planned it.</param>
/// <param name="Against">Revision that must still be active then.</param>
/// <param name="ConfirmWithinSeconds">Reverts after this unless confirmed; null stays.</param>
/// <param name="Guardrails">What takes it back before that; null for nothing.</param>
public sealed record ScheduledDto(
    string Id,
    DateTimeOffset At,
    string Name,
    IReadOnlyDictionary<string, ParameterValue> Effective,
    IReadOnlyList<ScorerWeight> Scorers,
    IReadOnlyList<string> Filters,
    string? Picker,
    string Reason,
    string By,
    int Against,
    int? ConfirmWithinSeconds,
    GuardrailsDto? Guardrails)
{
    internal static ScheduledDto From(ScheduledChange change, StrategyCatalog catalog) => new(
        change.Id,
        change.At,
        change.Spec.Name,
        StrategyDifferences.Effective(change.Spec, catalog),
        change.Spec.Scorers,
        change.Spec.Filters,
        change.Spec.Picker,
        change.Reason,
        change.By,
        change.Against,
        (int?)change.ConfirmWithin?.TotalSeconds,
        change.Guards is { } guards ? new GuardrailsDto(guards.ErrorPercent, guards.TtftTimes, guards.TtftSeconds) : null);
}
