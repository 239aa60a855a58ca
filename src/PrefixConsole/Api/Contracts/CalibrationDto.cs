using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api.Contracts;

/// <summary>What was delivered where so much was expected, over a window.</summary>
/// <param name="Window"><c>1m</c>, <c>15m</c> or <c>all</c>; <c>stored</c> for stored decisions of a time.</param>
/// <param name="By">What <paramref name="Key"/> is: <c>fleet</c>, <c>worker</c>, <c>model</c> or <c>tenant</c>.</param>
/// <param name="Key">Worker, model or tenant that the requests are of; null for all.</param>
/// <param name="Bins">By expected share of the prompt, in steps of ten per cent.</param>
/// <param name="Stored">What the stored decisions are of; null for those in memory, which are all.</param>
public sealed record CalibrationDto(string Window, string By, string? Key, IReadOnlyList<CalibrationBinDto> Bins, StoredPartDto? Stored)
{
    internal static CalibrationDto From(AccuracyView view, StoredPartDto? stored) => new(
        stored is null ? AccuracyQuery.NameOf(view.Window) : AccuracyQuery.Stored,
        AccuracyQuery.NameOf(view.By),
        view.Key,
        [.. view.Calibration.Bins.Select(CalibrationBinDto.From)],
        stored);
}
