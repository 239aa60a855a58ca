using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>One second of the fleet. Imbalance: requests in flight of the busiest ready worker over their mean, 1 is even.</summary>
public sealed record FleetSampleDto(
    DateTimeOffset At,
    int Requests,
    int Errors,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? PredictedHitRate,
    double? ReportedHitRate,
    int InFlight,
    double? Imbalance)
{
    internal static FleetSampleDto From(FleetSample sample) => new(
        sample.At,
        sample.Requests,
        sample.Errors,
        sample.TtftP50,
        sample.TtftP95,
        sample.PredictedHitRate,
        sample.ReportedHitRate,
        sample.InFlight,
        sample.Imbalance);
}
