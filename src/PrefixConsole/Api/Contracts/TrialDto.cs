using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>A running trial. Both sides share workers, caches and load: a comparison, no proof.</summary>
/// <param name="Strategy">What it tries, under its own number.</param>
/// <param name="SharePercent">Share of conversations it was given.</param>
/// <param name="MeasuredShare">Its share of the requests that ended, 0 to 1; null before any did.</param>
/// <param name="Since">From when both sides are counted: its start, or the last start of the process.</param>
/// <param name="Trial">Its own side.</param>
/// <param name="Active">The side of the active revision.</param>
/// <param name="EndBy">When it ends by itself; null when it does not.</param>
/// <param name="Guardrails">What ends it before.</param>
public sealed record TrialDto(
    StrategyDto Strategy,
    int SharePercent,
    double? MeasuredShare,
    DateTimeOffset Since,
    TrialSideDto Trial,
    TrialSideDto Active,
    DateTimeOffset? EndBy,
    IReadOnlyList<GuardReadingDto> Guardrails)
{
    internal static TrialDto From(TrialView view, StrategyCatalog catalog) => new(
        StrategyDto.From(view.Trial.Revision, catalog),
        view.Trial.Percent,
        view.MeasuredShare,
        view.Since,
        TrialSideDto.From(view.Trial.Revision.Number, view.Tried),
        TrialSideDto.From(view.Active.Number, view.Rest),
        view.EndBy,
        [.. view.Readings.Select(GuardReadingDto.From)]);
}
