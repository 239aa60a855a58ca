using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api.Contracts;

/// <summary>Where prompt tokens came from, over a window.</summary>
/// <param name="Window"><c>1m</c>, <c>15m</c> or <c>all</c>; <c>stored</c> for stored decisions of a time.</param>
/// <param name="By"><c>fleet</c>, <c>worker</c>, <c>model</c> or <c>tenant</c>.</param>
/// <param name="Fleet">Sums of all.</param>
/// <param name="Rows">Sums by key; empty by fleet.</param>
/// <param name="Density">Requests by captured share (outer) and delivered share (inner) of their prompt, in steps of five per cent.</param>
/// <param name="Stored">What the stored decisions are of; null for those in memory, which are all.</param>
public sealed record AccuracyDto(string Window, string By, AccuracyRowDto Fleet, IReadOnlyList<AccuracyRowDto> Rows, int[][] Density, StoredPartDto? Stored)
{
    internal static AccuracyDto From(AccuracyView view, StoredPartDto? stored) => new(
        stored is null ? AccuracyQuery.NameOf(view.Window) : AccuracyQuery.Stored,
        AccuracyQuery.NameOf(view.By),
        AccuracyRowDto.From(null, view.Fleet),
        [.. view.Rows.Select(r => AccuracyRowDto.From(r.Key, r.Totals))],
        [.. Enumerable.Range(0, AccuracyDensity.Bins).Select(c => Enumerable.Range(0, AccuracyDensity.Bins).Select(d => view.Density[c, d]).ToArray())],
        stored);
}
