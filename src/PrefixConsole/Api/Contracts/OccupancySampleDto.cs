using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>One second of a worker. Null: not reported.</summary>
/// <param name="At">End of the second.</param>
/// <param name="KvUsage">Share of KV blocks in use as the engine says, 0 to 1.</param>
/// <param name="PredictedBlocks">Blocks in the predicted tree.</param>
/// <param name="InFlight">Requests in flight by our own count.</param>
/// <param name="Waiting">Requests that wait in the engine.</param>
/// <param name="Requests">Requests sent in that second.</param>
/// <param name="ReportedTokens">Tokens it reported to hold.</param>
/// <param name="RemovedBlocks">Blocks it reported as removed in that second.</param>
public sealed record OccupancySampleDto(
    DateTimeOffset At,
    double? KvUsage,
    long PredictedBlocks,
    int InFlight,
    int? Waiting,
    int Requests,
    long? ReportedTokens,
    long? RemovedBlocks)
{
    internal static OccupancySampleDto From(OccupancySample sample) => new(
        sample.At, sample.KvUsage, sample.PredictedBlocks, sample.InFlight, sample.Waiting, sample.Requests, sample.ReportedTokens, sample.Removed);
}
