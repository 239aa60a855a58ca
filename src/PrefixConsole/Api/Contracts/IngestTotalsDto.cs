using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>Sums over all feeds. <c>feeds</c> counts those that are there or should be, <c>memoryBytes</c> is estimated.</summary>
public sealed record IngestTotalsDto(
    int Feeds,
    int Trusted,
    int CatchingUp,
    int Unusable,
    int NotReporting,
    double? EventsPerSecond,
    double? BlocksPerSecond,
    double? MaxLagMs,
    long HeldBlocks,
    long DecodeErrors,
    long Orphans,
    long MemoryBytes)
{
    internal static IngestTotalsDto From(IngestTotals totals) => new(
        totals.Feeds, totals.Trusted, totals.CatchingUp, totals.Unusable, totals.NotReporting, totals.EventsPerSecond, totals.BlocksPerSecond,
        totals.MaxLag?.TotalMilliseconds, totals.HeldBlocks, totals.DecodeErrors, totals.Orphans,
        totals.MemoryBytes);
}
