using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Charts;

/// <summary>How latencies were spread, stretch by stretch of a time.</summary>
/// <param name="Scale">Steps of the counts.</param>
/// <param name="Cell">Length of a stretch.</param>
/// <param name="Columns">End of each stretch, oldest first, and the requests in each step.</param>
public sealed record LatencyCells(LatencyScale Scale, TimeSpan Cell, IReadOnlyList<(DateTimeOffset End, IReadOnlyList<long> Counts)> Columns)
{
    public static LatencyCells None { get; } = new(LatencyScale.Bins, LatencyCell.Length, []);
}
