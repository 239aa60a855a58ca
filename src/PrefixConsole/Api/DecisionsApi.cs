using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Decisions;

namespace PrefixConsole.Api;

internal static class DecisionsApi
{
    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        var decisions = api.MapGroup("/").WithTags("Decisions");
        decisions.MapGet("/decisions", PageAsync)
            .WithName("GetDecisions").WithSummary("The decision log, newest first; limit 1 to 1000, page on with before. With from or to the stored decisions of that time, which are a sample.")
            .Produces<DecisionPageDto>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        decisions.MapGet("/decisions.csv", CsvAsync)
            .WithName("GetDecisionsCsv").WithSummary("The same as CSV, safe to open in a spreadsheet.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        decisions.MapGet("/decisions/{id}", OneAsync)
            .WithName("GetDecision").WithSummary("One request explained: candidates, filters, scores, weights, contributions, what would flip it, timeline, outcome. Looked up in memory, then among the stored.")
            .Produces<DecisionDetailDto>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    internal static DecisionPageDto Read(DecisionLog log, DecisionFilter filter, int limit, long? before) =>
        ToPage(log.Latest(limit, filter, before), limit, log, stored: false);

    private static Task<IResult> PageAsync([AsParameters] DecisionQuery query, DecisionLog log, DecisionArchive archive, CancellationToken cancellationToken) =>
        SelectAsync(query, DecisionQuery.DefaultLimit, log, archive, (entries, limit) => Results.Ok(ToPage(entries, limit, log, query.OfTime)), cancellationToken);

    private static Task<IResult> CsvAsync([AsParameters] DecisionQuery query, DecisionLog log, DecisionArchive archive, HttpResponse response, CancellationToken cancellationToken) =>
        SelectAsync(
            query,
            DecisionQuery.MaxLimit,
            log,
            archive,
            (entries, _) =>
            {
                response.Headers.ContentDisposition = "attachment; filename=\"decisions.csv\"";
                return Results.Text(DecisionCsv.Write(entries), "text/csv", Encoding.UTF8);
            },
            cancellationToken);

    private static async Task<IResult> SelectAsync(
        DecisionQuery query, int defaultLimit, DecisionLog log, DecisionArchive archive, Func<IReadOnlyList<DecisionEntry>, int, IResult> answer, CancellationToken cancellationToken)
    {
        var errors = query.Read(out var filter, out var limit, out var before, out var time, defaultLimit);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        if (!query.OfTime)
        {
            return answer(log.Latest(limit, filter, before), limit);
        }

        return archive.IsOff
            ? StoreProblem.Off
            : await StoreProblem.GuardAsync(async () => answer(await archive.ReadAsync(filter, time.From, time.To, limit, before, cancellationToken), limit));
    }

    private static Task<IResult> OneAsync(
        string id, DecisionLog log, DecisionArchive archive, StrategyStore strategies, StrategyCatalog catalog, TimeProvider time, CancellationToken cancellationToken) =>
        StoreProblem.GuardAsync(async () =>
        {
            var kept = log.Find(id);
            return (kept ?? await archive.FindAsync(id, cancellationToken)) is { } entry
                ? Results.Ok(DecisionDetailDto.From(entry, DecisionFlips.Of(entry.Decision, strategies, catalog, time), stored: kept is null))
                : ApiProblem.NotFound("decision");
        });

    private static DecisionPageDto ToPage(IReadOnlyList<DecisionEntry> entries, int limit, DecisionLog log, bool stored) => new(
        [.. entries.Select(DecisionDto.From)],
        entries.Count == limit ? entries[^1].Sequence : null,
        log.Total,
        log.Capacity,
        stored);
}
