using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>One second of the fleet.</summary>
public sealed record FleetSampleDto(
    DateTimeOffset At,
    int Requests,
    int Errors,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? PredictedHitRate,
    double? ReportedHitRate,
    int InFlight)
{
    internal static FleetSampleDto From(FleetSample sample) => new(
        sample.At,
        sample.Requests,
        sample.Errors,
        sample.TtftP50,
        sample.TtftP95,
        sample.PredictedHitRate,
        sample.ReportedHitRate,
        sample.InFlight);
}
