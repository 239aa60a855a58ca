using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A strategy revision.</summary>
/// <param name="Revision">Number; its ETag is <c>"rev-N"</c>.</param>
/// <param name="Name">Strategy.</param>
/// <param name="Parameters">What differs from the defaults.</param>
/// <param name="Effective">All parameters with the values in force.</param>
/// <param name="Scorers">Of <c>custom</c>.</param>
/// <param name="Filters">Of <c>custom</c>.</param>
/// <param name="Picker">Of <c>custom</c>; null for the default.</param>
/// <param name="At">When it was applied.</param>
/// <param name="By">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="Pending">When it reverts unless confirmed; null when it stays.</param>
/// <param name="Effect">How the fleet did before and after it: in the history, of the newest 15 that are asked for, and of a revision that is asked for alone; null elsewhere.</param>
public sealed record StrategyDto(
    int Revision,
    string Name,
    IReadOnlyDictionary<string, ParameterValue> Parameters,
    IReadOnlyDictionary<string, ParameterValue> Effective,
    IReadOnlyList<ScorerWeight> Scorers,
    IReadOnlyList<string> Filters,
    string? Picker,
    DateTimeOffset At,
    string By,
    string Reason,
    PendingDto? Pending = null,
    ChangeEffectDto? Effect = null)
{
    internal static StrategyDto From(StrategyRevision revision, StrategyCatalog catalog, StrategyChanges? changes = null, ChangeEffect? effect = null) => new(
        revision.Number,
        revision.Spec.Name,
        revision.Spec.Parameters,
        StrategyDifferences.Effective(revision.Spec, catalog),
        revision.Spec.Scorers,
        revision.Spec.Filters,
        revision.Spec.Picker,
        revision.At,
        revision.By,
        revision.Reason,
        changes is null ? null : PendingDto.From(changes, revision.Number),
        ChangeEffectDto.From(effect));
}
