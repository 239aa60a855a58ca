using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>How the fleet did over the minutes on one side of a change, from its ten-second samples. Null: nothing to measure, which is not zero.</summary>
/// <param name="Seconds">Seconds that there are samples of, at most 600.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="RequestsPerSecond">The same per second.</param>
/// <param name="TtftP50Ms">Median time to first token, estimated within a histogram's bucket.</param>
/// <param name="TtftP95Ms">95th percentile of the same.</param>
/// <param name="HitRate">Cached share of prompt tokens, 0 to 1.</param>
/// <param name="ErrorRate">Share of the requests that did not succeed, 0 to 1.</param>
public sealed record EffectWindowDto(
    int Seconds,
    long Requests,
    double? RequestsPerSecond,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? HitRate,
    double? ErrorRate)
{
    internal static EffectWindowDto? From(EffectWindow? window, double? hitRate) => window is null
        ? null
        : new(window.Seconds, window.Requests, window.RequestsPerSecond, window.TtftP50, window.TtftP95, hitRate, window.ErrorRate);
}
