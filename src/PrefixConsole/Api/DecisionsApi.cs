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
            .WithName("GetDecisions").WithSummary("The decision log, newest first; limit 1 to 1000, page on with before. captured and delivered are ranges of per cents of the prompt, such as 60-65; window 1m or 15m is how far back in memory. With range (15m, 1h, 6h, 24h or 7d), or with from or to, the stored decisions of that time, which are a sample; with spilled, captured or delivered a page of those may end early, nextBefore goes on.")
            .Produces<DecisionPageDto>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        decisions.MapGet("/decisions.csv", CsvAsync)
            .WithName("GetDecisionsCsv").WithSummary("All that match as CSV, however many are kept; limit for fewer. Safe to open in a spreadsheet.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        decisions.MapGet("/decisions/{id}", OneAsync)
            .WithName("GetDecision").WithSummary("One request explained: candidates, filters, scores, weights, contributions, how old what the router knew was, what would flip it, timeline, outcome. Looked up in memory, then among the stored. format=csv for candidates × scorers as a table, safe to open in a spreadsheet.")
            .Produces<DecisionDetailDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    internal static DecisionPageDto Read(DecisionLog log, DecisionFilter filter, int limit, long? before)
    {
        var entries = log.Latest(limit, filter, before);
        return ToPage(entries, entries.Count == limit ? entries[^1].Sequence : null, log, stored: false);
    }

    private static Task<IResult> PageAsync([AsParameters] DecisionQuery query, DecisionLog log, DecisionArchive archive, TimeProvider clock, CancellationToken cancellationToken) =>
        SelectAsync(
            query,
            DecisionQuery.DefaultLimit,
            DecisionQuery.MaxLimit,
            log,
            archive,
            clock,
            (_, page, _) => Results.Ok(ToPage(page.Entries, page.Next, log, query.OfTime)),
            cancellationToken);

    private static Task<IResult> CsvAsync([AsParameters] DecisionQuery query, DecisionLog log, DecisionArchive archive, TimeProvider clock, CancellationToken cancellationToken) =>
        SelectAsync(query, int.MaxValue, int.MaxValue, log, archive, clock, (pages, first, limit) => new DecisionCsvStream(pages, first, limit), cancellationToken);

    private static async Task<IResult> SelectAsync(
        DecisionQuery query,
        int defaultLimit,
        int maxLimit,
        DecisionLog log,
        DecisionArchive archive,
        TimeProvider clock,
        Func<DecisionPages, StoredSelection, int, IResult> answer,
        CancellationToken cancellationToken)
    {
        var errors = query.Read(out var filter, out var limit, out var before, out var time, defaultLimit, maxLimit, clock.GetUtcNow());
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        if (query.OfTime && archive.IsOff)
        {
            return StoreProblem.Off;
        }

        var pages = new DecisionPages(log, archive, filter, query.OfTime ? time : null);
        return await StoreProblem.GuardAsync(async () => answer(pages, await pages.ReadAsync(Math.Min(limit, DecisionQuery.MaxLimit), before, cancellationToken), limit));
    }

    private static Task<IResult> OneAsync(
        string id,
        string? format,
        HttpResponse response,
        DecisionLog log,
        DecisionArchive archive,
        StrategyStore strategies,
        StrategyCatalog catalog,
        CancellationToken cancellationToken) =>
        StoreProblem.GuardAsync(async () =>
        {
            var kept = log.Find(id);
            return (kept ?? await archive.FindAsync(id, cancellationToken)) is { } entry
                ? TableFormat.Answer(
                    format,
                    "decision",
                    response,
                    () => DecisionDetailDto.From(entry, DecisionFlips.Of(entry.Decision, strategies, catalog), kept is null ? null : log),
                    () => DecisionMatrixCsv.Write(entry, kept is null ? null : log))
                : ApiProblem.NotFound("decision");
        });

    private static DecisionPageDto ToPage(IReadOnlyList<DecisionEntry> entries, long? next, DecisionLog log, bool stored) => new(
        [.. entries.Select(DecisionDto.From)],
        next,
        log.Total,
        log.Capacity,
        stored);
}
