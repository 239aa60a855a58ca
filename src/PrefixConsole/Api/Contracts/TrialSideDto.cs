using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>How the requests of one side of a trial ended since both are counted. Null: nothing to measure.</summary>
/// <param name="Revision">Which decided.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Enough">Whether they are enough for shares and quantiles to mean something.</param>
/// <param name="Errors">Requests that did not succeed.</param>
/// <param name="ErrorRate">Their share, 0 to 1.</param>
/// <param name="TtftP50Ms">Median time to first token, estimated within a histogram's bucket.</param>
/// <param name="TtftP95Ms">95th percentile of the same.</param>
/// <param name="PredictedHitRate">Share of prompt tokens that the chosen worker was predicted to hold, 0 to 1.</param>
/// <param name="DeliveredHitRate">Share that engines reported as cached, of those that reported.</param>
/// <param name="GoodRate">Share of requests that succeeded with their first token in time.</param>
public sealed record TrialSideDto(
    int Revision,
    long Requests,
    bool Enough,
    long Errors,
    double? ErrorRate,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? PredictedHitRate,
    double? DeliveredHitRate,
    double? GoodRate)
{
    internal static TrialSideDto From(int revision, OutcomeCounts counts) => new(
        revision,
        counts.Requests,
        counts.Requests >= TrialView.Enough,
        counts.Errors,
        counts.ErrorRate,
        counts.FirstToken(0.5)?.TotalMilliseconds,
        counts.FirstToken(0.95)?.TotalMilliseconds,
        counts.Facts.PredictedHitRate,
        counts.Facts.ReportedHitRate,
        counts.GoodRate);
}
