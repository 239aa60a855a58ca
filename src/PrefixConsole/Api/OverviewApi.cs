using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

internal static class OverviewApi
{
    public static void MapOverview(this IEndpointRouteBuilder api)
    {
        var overview = api.MapGroup("/").WithTags("Overview");
        overview.MapGet("/overview", (string? format, FleetMonitor monitor, HttpResponse response) =>
            {
                var view = monitor.Overview();
                return TableFormat.Answer(format, "overview", response, () => OverviewDto.From(view), () => OverviewCsv.Write(view.Series));
            })
            .WithName("GetOverview")
            .WithSummary("Rates, latencies and reuse of the last minute, and a sample per second of the last five; format=csv for the samples as a table.")
            .Produces<OverviewDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        overview.MapGet("/latencies", (string? format, FleetMonitor monitor, HttpResponse response) =>
            {
                var cells = monitor.Latencies();
                return TableFormat.Answer(format, "latencies", response, () => LatencySpreadDto.From(cells), () => OverviewCsv.Write(cells));
            })
            .WithName("GetLatencies")
            .WithSummary("Histograms of time to first token and gap between tokens, one per ten seconds of the last five minutes; format=csv for a table.")
            .Produces<LatencySpreadDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
    }
}
