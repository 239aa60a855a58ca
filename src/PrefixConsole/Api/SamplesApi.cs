using System.Globalization;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Api;

/// <summary>The fleet's ten-second samples over any time that is kept.</summary>
internal static class SamplesApi
{
    public const int MostPoints = 10_000;

    private const int UsualPoints = 300;

    private static readonly TimeSpan s_usual = TimeSpan.FromHours(1);

    public static void MapSamples(this IEndpointRouteBuilder api) => api.MapGroup("/").WithTags("Overview")
        .MapGet("/samples", ReadAsync)
        .WithName("GetSamples")
        .WithSummary("Rates, latencies and reuse over a time, oldest first: from and to in ISO 8601 (the last hour without them), at most points samples, 1 to 10000; format=csv for a table.")
        .Produces<SamplesDto>().Produces<string>(StatusCodes.Status200OK, "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Path and query that give a time.</summary>
    public static string PathOf(DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/samples?from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={to.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&points={UsualPoints}");

    private static async Task<IResult> ReadAsync(
        string? from, string? to, string? points, string? format, FleetHistory history, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var end = query.Time("to", to);
        var start = query.Time("from", from);
        var most = query.Int("points", points, UsualPoints, 1, MostPoints);
        var last = end ?? time.GetUtcNow();
        if (query.Errors.Count == 0 && start >= last)
        {
            query.Refuse("from", "must be before to, or before now without it");
        }

        if (format is not (null or "" or "json" or "csv"))
        {
            query.Refuse("format", "must be json or csv");
        }

        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        // The clock's first hour has no hour before it.
        var first = start ?? (last - DateTimeOffset.MinValue < s_usual ? DateTimeOffset.MinValue : last - s_usual);
        var (all, problem) = await history.ReadAsync(first, last, cancellationToken);
        if (problem is not null && (format == "csv" || all.Count == 0))
        {
            // A table has no place to say that a part is missing.
            return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", problem);
        }

        var rows = FleetHistory.Thin(all, most);
        return TableFormat.Answer(
            format, "samples", response, () => new SamplesDto(first, last, problem, [.. rows.Select(SampleDto.From)]), () => SamplesCsv.Write(rows));
    }
}
