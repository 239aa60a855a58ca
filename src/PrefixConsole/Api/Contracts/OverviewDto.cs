using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>The fleet over the last minute, and second by second for the last five. Null: nothing to measure, which is not zero.</summary>
public sealed record OverviewDto(
    double RequestsPerSecond,
    double GoodputPerSecond,
    double? GoodShare,
    double? ErrorRate,
    double? TtftP50Ms,
    double? TtftP95Ms,
    double? TtftP99Ms,
    double? ItlP50Ms,
    long PromptTokens,
    long AvailableTokens,
    long CapturedTokens,
    long? DeliveredTokens,
    long ReportingPromptTokens,
    int InFlight,
    IReadOnlyList<FleetSampleDto> Series)
{
    internal static OverviewDto From(OverviewView view) => new(
        view.RequestsPerSecond,
        view.GoodputPerSecond,
        view.GoodShare,
        view.ErrorRate,
        view.TtftP50?.TotalMilliseconds,
        view.TtftP95?.TotalMilliseconds,
        view.TtftP99?.TotalMilliseconds,
        view.ItlP50?.TotalMilliseconds,
        view.PromptTokens,
        view.AvailableTokens,
        view.CapturedTokens,
        view.DeliveredTokens,
        view.ReportingPromptTokens,
        view.InFlight,
        [.. view.Series.Select(FleetSampleDto.From)]);
}
