using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>How latencies were spread over the last five minutes.</summary>
/// <param name="EndsMs">Where the bins of every histogram begin, ms, and where the last one ends: one more than there are bins. The first and the last bin take what lies beyond.</param>
/// <param name="CellSeconds">Length of a stretch of time.</param>
/// <param name="Cells">Oldest first; the last one is still running.</param>
public sealed record LatencySpreadDto(IReadOnlyList<double> EndsMs, double CellSeconds, IReadOnlyList<LatencyCellDto> Cells)
{
    internal static LatencySpreadDto From(ImmutableArray<LatencyCell> cells) => new(
        [.. Enumerable.Range(0, LatencyBins.Count + 1).Select(LatencyBins.LowerEnd)],
        LatencyCell.Length.TotalSeconds,
        [.. cells.Select(c => new LatencyCellDto(c.End, c.FirstToken, c.InterToken))]);
}
