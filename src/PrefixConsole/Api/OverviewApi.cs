using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

internal static class OverviewApi
{
    public static void MapOverview(this IEndpointRouteBuilder api) => api
        .MapGet("/overview", (FleetMonitor monitor) => TypedResults.Ok(OverviewDto.From(monitor.Overview())))
        .WithName("GetOverview")
        .WithTags("Overview")
        .WithSummary("Rates, latencies and reuse of the last minute, and a sample per second of the last five.");
}
