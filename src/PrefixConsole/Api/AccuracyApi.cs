using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api;

internal static class AccuracyApi
{
    public static void MapAccuracy(this IEndpointRouteBuilder api)
    {
        var accuracy = api.MapGroup("/accuracy").WithTags("Accuracy");
        accuracy.MapGet("/", Show)
            .WithName("GetAccuracy")
            .WithSummary("Available, captured and delivered prompt tokens and where the rest went: window 1m, 15m or all; by fleet, worker, model or tenant; format json or csv.")
            .Produces<AccuracyDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        accuracy.MapGet("/calibration", Calibration)
            .WithName("GetCalibration")
            .WithSummary("What engines delivered where so much was expected, in steps of ten per cent of the prompt; window as of accuracy; by worker, model or tenant with key for one of them; format json or csv.")
            .Produces<CalibrationDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Calibration(string? window, string? by, string? key, string? format, AccuracyMonitor monitor, HttpResponse response)
    {
        var errors = AccuracyQuery.Read(window, by, format, out var wanted, out var dimension, out _);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var calibration = CalibrationDto.From(monitor.Read(wanted, dimension, string.IsNullOrEmpty(key) ? null : key));
        return TableFormat.Answer(format, "calibration", response, () => calibration, () => CalibrationCsv.Write(calibration));
    }

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
