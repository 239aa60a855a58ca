using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Api.Contracts;

/// <summary>Some seconds of a worker, as stored. Null: not reported.</summary>
/// <param name="At">End of them.</param>
/// <param name="Seconds">How many were measured.</param>
/// <param name="InFlight">Requests in flight by our own count, mean.</param>
/// <param name="Waiting">Most requests that waited in the engine.</param>
/// <param name="KvUsage">Largest share of KV blocks in use as the engine said, 0 to 1.</param>
/// <param name="PredictedTokens">Tokens predicted to be cached at the end.</param>
/// <param name="ReportedTokens">Tokens it reported to hold at the end.</param>
/// <param name="CapacityTokens">Tokens its cache has room for.</param>
/// <param name="RemovedBlocks">Blocks it reported as removed in those seconds.</param>
/// <param name="RemovedPerMinute">The same as a rate.</param>
public sealed record WorkerSampleDto(
    DateTimeOffset At,
    int Seconds,
    double InFlight,
    int? Waiting,
    double? KvUsage,
    long PredictedTokens,
    long? ReportedTokens,
    long? CapacityTokens,
    long? RemovedBlocks,
    double? RemovedPerMinute)
{
    internal static WorkerSampleDto From(WorkerSample sample) => new(
        DateTimeOffset.FromUnixTimeSeconds(sample.At),
        sample.Seconds,
        sample.InFlight,
        sample.Waiting,
        sample.KvUsage,
        sample.PredictedTokens,
        sample.ReportedTokens,
        sample.CapacityTokens,
        sample.RemovedBlocks,
        sample.RemovedPerMinute);
}
