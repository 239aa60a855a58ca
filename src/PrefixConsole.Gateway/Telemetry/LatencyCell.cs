using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Latencies of the requests that ended in one stretch of time: how many in each of the <see cref="LatencyBins"/>.</summary>
/// <param name="End">When the stretch ends.</param>
/// <param name="FirstToken">Times to first token.</param>
/// <param name="InterToken">Mean gaps between tokens.</param>
public sealed record LatencyCell(DateTimeOffset End, ImmutableArray<int> FirstToken, ImmutableArray<int> InterToken)
{
    /// <summary>Length of the stretch.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(LatencySpread.CellSeconds);
}
