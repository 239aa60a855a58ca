using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api;

internal static class AccuracyApi
{
    public static void MapAccuracy(this IEndpointRouteBuilder api) => api
        .MapGet("/accuracy", Show)
        .WithName("GetAccuracy")
        .WithTags("Accuracy")
        .WithSummary("Available, captured and delivered prompt tokens and where the rest went: window 1m, 15m or all; by fleet, worker, model or tenant; format json or csv.")
        .Produces<AccuracyDto>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Show(string? window, string? by, string? format, AccuracyMonitor monitor, HttpResponse response)
    {
        var errors = AccuracyQuery.Read(window, by, format, out var wanted, out var dimension, out var csv);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var view = monitor.Read(wanted, dimension);
        if (!csv)
        {
            return Results.Ok(AccuracyDto.From(view));
        }

        response.Headers.ContentDisposition = "attachment; filename=\"accuracy.csv\"";
        return Results.Text(AccuracyCsv.Write(view), "text/csv", Encoding.UTF8);
    }
}
