using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Decisions;

namespace PrefixConsole.Api;

internal static class AccuracyApi
{
    public static void MapAccuracy(this IEndpointRouteBuilder api)
    {
        var accuracy = api.MapGroup("/accuracy").WithTags("Accuracy");
        accuracy.MapGet("/", ShowAsync)
            .WithName("GetAccuracy")
            .WithSummary("Available, captured and delivered prompt tokens and where the rest went: window 1m, 15m or all, of all requests; or range 15m, 1h, 6h, 24h or 7d, or from and to in ISO 8601, of stored decisions, which are a sample: stored says of how many. By fleet, worker, model or tenant; format json or csv.")
            .Produces<AccuracyDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        accuracy.MapGet("/calibration", CalibrationAsync)
            .WithName("GetCalibration")
            .WithSummary("What engines delivered where so much was expected, in steps of ten per cent of the prompt; window, or range, from and to, as of accuracy; by worker, model or tenant with key for one of them; format json or csv.")
            .Produces<CalibrationDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<IResult> CalibrationAsync(
        string? window, string? range, string? from, string? to, string? by, string? key, string? format, AccuracyMonitor monitor, AccuracyHistory history, TimeProvider time, HttpResponse response, CancellationToken cancellationToken) =>
        ReadAsync(window, range, from, to, by, format, string.IsNullOrEmpty(key) ? null : key, monitor, history, time, (view, stored) =>
        {
            var calibration = CalibrationDto.From(view, stored);
            return TableFormat.Answer(format, "calibration", response, () => calibration, () => CalibrationCsv.Write(calibration));
        }, cancellationToken);

    private static Task<IResult> ShowAsync(
        string? window, string? range, string? from, string? to, string? by, string? format, AccuracyMonitor monitor, AccuracyHistory history, TimeProvider time, HttpResponse response, CancellationToken cancellationToken) =>
        ReadAsync(window, range, from, to, by, format, null, monitor, history, time, (view, stored) =>
            TableFormat.Answer(format, "accuracy", response, () => AccuracyDto.From(view, stored), () => AccuracyCsv.Write(view)), cancellationToken);

    private static async Task<IResult> ReadAsync(
        string? window,
        string? range,
        string? from,
        string? to,
        string? by,
        string? format,
        string? key,
        AccuracyMonitor monitor,
        AccuracyHistory history,
        TimeProvider time,
        Func<AccuracyView, StoredPartDto?, IResult> answer,
        CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var span = query.Range(range, from, to, time.GetUtcNow());
        IReadOnlyList<FieldError> errors = [.. query.Errors, .. AccuracyQuery.Read(window, by, format, span, out var wanted, out var dimension, out _)];
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        if (span is not { } asked)
        {
            return answer(monitor.Read(wanted, dimension, key), null);
        }

        if (history.IsOff)
        {
            return StoreProblem.Off;
        }

        var (first, last) = (asked.From ?? DateTimeOffset.MinValue, asked.To ?? time.GetUtcNow());
        return await StoreProblem.GuardAsync(async () =>
        {
            var stored = await history.ReadAsync(first, last, cancellationToken);
            return answer(stored.Tally.Read(AccuracyWindow.All, dimension, key), new StoredPartDto(first, last, stored.Decisions, stored.Since, stored.Requests));
        });
    }
}
