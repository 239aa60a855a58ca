using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>One second of a worker.</summary>
public sealed record OccupancySampleDto(
    DateTimeOffset At,
    double? KvUsage,
    long PredictedBlocks,
    int InFlight,
    int? Waiting,
    int Requests)
{
    internal static OccupancySampleDto From(OccupancySample sample) => new(
        sample.At, sample.KvUsage, sample.PredictedBlocks, sample.InFlight, sample.Waiting, sample.Requests);
}
