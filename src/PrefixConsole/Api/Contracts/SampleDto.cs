using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api.Contracts;

/// <summary>A stretch of the fleet's life. Null: nothing to measure, which is not zero.</summary>
/// <param name="At">Its end.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Errors">Those of them that failed.</param>
/// <param name="TtftP50Ms">Mean of the medians of its seconds.</param>
/// <param name="TtftP95Ms">Largest 95th percentile of its seconds.</param>
/// <param name="TtftP99Ms">99th percentile of the minute before its end.</param>
/// <param name="PredictedHitRate">Predicted cached share of prompt tokens, 0 to 1.</param>
/// <param name="ReportedHitRate">The same as engines reported it.</param>
/// <param name="InFlight">Requests in flight over all workers, mean.</param>
/// <param name="KvUsage">Largest share of KV blocks in use on a worker.</param>
/// <param name="Waiting">Most requests that waited in an engine.</param>
/// <param name="Workers">Workers.</param>
/// <param name="NotReady">Those not ready and not drained.</param>
/// <param name="Untrusted">Those whose report of their cache is untrusted or silent.</param>
/// <param name="Revision">Revision of the strategy that was active at its end.</param>
/// <param name="PromptTokens">Prompt tokens of the requests that were served, estimated; null, as the four below, in samples of before tokens were counted.</param>
/// <param name="AvailableTokens">Those that some worker was predicted to hold.</param>
/// <param name="CapturedTokens">Those that the chosen worker was predicted to hold.</param>
/// <param name="DeliveredTokens">Those that engines reported as cached: of <paramref name="ReportingPromptTokens"/>.</param>
/// <param name="ReportingPromptTokens">Prompt tokens of the requests whose engine reported cached tokens.</param>
public sealed record SampleDto(
    DateTimeOffset At,
    int Requests,
    int Errors,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? TtftP99Ms,
    double? PredictedHitRate,
    double? ReportedHitRate,
    double InFlight,
    double? KvUsage,
    int? Waiting,
    int? Workers,
    int? NotReady,
    int? Untrusted,
    int Revision,
    long? PromptTokens,
    long? AvailableTokens,
    long? CapturedTokens,
    long? DeliveredTokens,
    long? ReportingPromptTokens)
{
    internal static SampleDto From(SampleRow row) => new(
        DateTimeOffset.FromUnixTimeSeconds(row.At),
        row.Requests,
        row.Errors,
        row.TtftP50,
        row.TtftP95,
        row.TtftP99,
        row.PredictedHitRate,
        row.ReportedHitRate,
        row.InFlight,
        row.KvUsage,
        row.Waiting,
        row.Workers,
        row.NotReady,
        row.Untrusted,
        row.Revision,
        row.Detail?.Prompt,
        row.Detail?.Available,
        row.Detail?.Captured,
        row.Detail?.Delivered,
        row.Detail?.Reporting);
}
