using System.Globalization;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Api;

/// <summary>The ten-second samples of the fleet, and of one worker in them, over any time that is kept.</summary>
internal static class SamplesApi
{
    public const int MostPoints = 10_000;

    private const int UsualPoints = 300;

    private static readonly TimeSpan s_usual = TimeSpan.FromHours(1);

    public static void MapSamples(this IEndpointRouteBuilder api)
    {
        api.MapGroup("/").WithTags("Overview").MapGet("/samples", ReadAsync)
            .WithName("GetSamples")
            .WithSummary("Rates, latencies and reuse over a time, oldest first: range 15m, 1h, 6h, 24h or 7d, or from and to in ISO 8601 (the last hour without them), at most points samples, 1 to 10000; format=csv for a table.")
            .Produces<SamplesDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGroup("/workers").WithTags("Workers").MapGet("/{id}/samples", ReadWorkerAsync)
            .WithName("GetWorkerSamples")
            .WithSummary("Load, cache and evictions of a worker over a time that is stored, oldest first: range 15m, 1h, 6h, 24h or 7d, or from and to in ISO 8601 (the last hour without them), at most points samples, 1 to 10000; format=csv for a table. A fleet of more than 32 workers takes turns in the samples, so each has fewer. Also of a worker that has left, while samples of it are kept.")
            .Produces<WorkerSamplesDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Path and query that give a time.</summary>
    public static string PathOf(DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/samples?from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={to.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&points={UsualPoints}");

    private static async Task<IResult> ReadAsync(
        string? range, string? from, string? to, string? points, string? format, FleetHistory history, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if (Read(range, from, to, points, format, time, out var asked) is { } refused)
        {
            return refused;
        }

        var (all, problem) = await history.ReadAsync(asked.First, asked.Last, cancellationToken);
        if (Missing(problem, format, all.Count) is { } missing)
        {
            return missing;
        }

        var rows = FleetHistory.Thin(all, asked.Points);
        return TableFormat.Answer(
            format, "samples", response, () => new SamplesDto(asked.First, asked.Last, problem, [.. rows.Select(SampleDto.From)]), () => SamplesCsv.Write(rows));
    }

    private static async Task<IResult> ReadWorkerAsync(
        string id, string? range, string? from, string? to, string? points, string? format, FleetHistory history, FleetMonitor monitor, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if (Read(range, from, to, points, format, time, out var asked) is { } refused)
        {
            return refused;
        }

        var (all, problem) = await history.ReadAsync(asked.First, asked.Last, cancellationToken);
        var samples = WorkerSamples.Of(all, id);
        if (samples.Count == 0 && problem is null && monitor.Find(new WorkerId(id)) is null)
        {
            return ApiProblem.NotFound("worker");
        }

        if (Missing(problem, format, samples.Count) is { } missing)
        {
            return missing;
        }

        var shown = WorkerSamples.Thin(samples, asked.Points);
        return TableFormat.Answer(
            format,
            "worker-samples",
            response,
            () => new WorkerSamplesDto(asked.First, asked.Last, problem, WorkerSample.MostInSample, [.. shown.Select(WorkerSampleDto.From)]),
            () => WorkerCsv.WriteSamples(shown));
    }

    private static IResult? Read(string? range, string? from, string? to, string? points, string? format, TimeProvider time, out (DateTimeOffset First, DateTimeOffset Last, int Points) asked)
    {
        var query = new ApiQuery();
        var now = time.GetUtcNow();
        var span = query.Range(range, from, to, now);
        var most = query.Int("points", points, UsualPoints, 1, MostPoints);
        if (format is not (null or "" or "json" or "csv"))
        {
            query.Refuse("format", "must be json or csv");
        }

        var last = span?.To ?? now;

        // The clock's first hour has no hour before it.
        asked = (span?.From ?? (last - DateTimeOffset.MinValue < s_usual ? DateTimeOffset.MinValue : last - s_usual), last, most);
        return query.Errors.Count > 0 ? ApiProblem.Invalid(query.Errors) : null;
    }

    /// <summary>503 while the database is gone and nothing is in memory, or for a table, which has no place to say that a part is missing.</summary>
    private static IResult? Missing(string? problem, string? format, int found) => problem is not null && (format == "csv" || found == 0)
        ? ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", problem)
        : null;
}
