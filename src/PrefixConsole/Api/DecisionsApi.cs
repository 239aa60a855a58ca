using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

internal static class DecisionsApi
{
    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        var decisions = api.MapGroup("/").WithTags("Decisions");
        decisions.MapGet("/decisions", Page)
            .WithName("GetDecisions").WithSummary("The decision log, newest first; limit 1 to 1000, page on with before.")
            .Produces<DecisionPageDto>().ProducesProblem(StatusCodes.Status400BadRequest);
        decisions.MapGet("/decisions.csv", Csv)
            .WithName("GetDecisionsCsv").WithSummary("The same as CSV, safe to open in a spreadsheet.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        decisions.MapGet("/decisions/{id}", (string id, DecisionLog log) => log.Find(id) is { } entry
                ? Results.Ok(DecisionDetailDto.From(entry))
                : ApiProblem.NotFound("decision"))
            .WithName("GetDecision").WithSummary("One request explained: candidates, filters, scores, weights, contributions, timings, outcome.")
            .Produces<DecisionDetailDto>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static DecisionPageDto Read(DecisionLog log, DecisionFilter filter, int limit, long? before)
    {
        var entries = log.Latest(limit, filter, before);
        return new DecisionPageDto(
            [.. entries.Select(DecisionDto.From)],
            entries.Count == limit ? entries[^1].Sequence : null,
            log.Total,
            log.Capacity);
    }

    private static IResult Page([AsParameters] DecisionQuery query, DecisionLog log)
    {
        var errors = query.Read(out var filter, out var limit, out var before);
        return errors.Count > 0 ? ApiProblem.Invalid(errors) : Results.Ok(Read(log, filter, limit, before));
    }

    private static IResult Csv([AsParameters] DecisionQuery query, DecisionLog log, HttpResponse response)
    {
        var errors = query.Read(out var filter, out var limit, out var before, DecisionQuery.MaxLimit);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        response.Headers.ContentDisposition = "attachment; filename=\"decisions.csv\"";
        return Results.Text(DecisionCsv.Write(log.Latest(limit, filter, before)), "text/csv", Encoding.UTF8);
    }
}
