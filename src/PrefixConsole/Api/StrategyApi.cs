using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

internal static class StrategyApi
{
    public static void MapStrategy(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/").WithTags("Strategy");
        group.MapGet("/strategies", (StrategyCatalog catalog) => TypedResults.Ok(StrategyCatalogDto.From(catalog)))
            .WithName("GetStrategies").WithSummary("All strategies, parameters with ranges, and the rules of custom ones.");
        group.MapGet("/strategy", Current)
            .WithName("GetStrategy").WithSummary("The active revision; its ETag goes into If-Match of a write.")
            .Produces<StrategyDto>();
        group.MapGet("/strategy/history", HistoryAsync)
            .WithName("GetStrategyHistory").WithSummary("The last revisions, newest first, at most 200: all, or those applied in range 15m, 1h, 6h, 24h or 7d, or in from and to in ISO 8601, either of which may be left out. The newest 15 of them with how the fleet did in the ten minutes before and after. format=csv for a table.")
            .Produces<StrategyDto[]>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/strategy/revisions/{number}", RevisionAsync)
            .WithName("GetStrategyRevision").WithSummary("One of the last revisions: what it was applied with (time to confirm, guardrails) and what ended it, as the audit log tells it.")
            .Produces<RevisionDto>().ProducesProblem(StatusCodes.Status404NotFound);
        Writes(group.MapPut("/strategy", PutAsync))
            .WithName("PutStrategy").WithSummary("Applies a strategy. Needs If-Match and a reason; decisions in flight keep the revision they began with.")
            .Accepts<StrategyRequest>("application/json");
        Writes(group.MapPost("/strategy/revisions/{number}/restore", RestoreAsync))
            .WithName("RestoreStrategy").WithSummary("Applies an earlier revision again, as a new revision. Needs If-Match and a reason.")
            .Accepts<RestoreRequest>("application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        Writes(group.MapPost("/strategy/confirm", ConfirmAsync))
            .WithName("ConfirmStrategy").WithSummary("Keeps the active revision, which would revert by itself. Needs If-Match.");
        Writes(group.MapPost("/strategy/revert", RevertAsync))
            .WithName("RevertStrategy").WithSummary("Reverts the active revision, which waits for a confirmation, at once. Needs If-Match.");
        group.MapPost("/strategy/preview", PreviewAsync)
            .WithName("PreviewStrategy").WithSummary("Checks a strategy and says what it would change; applies nothing.")
            .Accepts<StrategyRequest>("application/json")
            .AddEndpointFilter<RouteHandlerBuilder, CostlyFilter>()
            .Produces<StrategyPreviewDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(AccessPolicies.Operate)
        .Produces<StrategyDto>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static IResult Current(StrategyStore store, StrategyCatalog catalog, StrategyChanges changes, HttpResponse response) =>
        Show(store.Current, catalog, changes, response);

    private static async Task<IResult> HistoryAsync(
        string? range, string? from, string? to, string? format, StrategyStore store, StrategyCatalog catalog, ChangeEffects effects, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var span = query.Range(range, from, to, time.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var revisions = await effects.ListAsync(store.History, span?.From, span?.To, null, cancellationToken);
        return TableFormat.Answer(
            format,
            "strategy-history",
            response,
            () => revisions.Select(r => StrategyDto.From(r.Revision, catalog, effect: r.Effect)).ToArray(),
            () => StrategyCsv.Write(revisions));
    }

    private static async Task<IResult> RevisionAsync(
        string number, StrategyStore store, StrategyCatalog catalog, StrategyChanges changes, RevisionRecords records, ChangeEffects effects, CancellationToken cancellationToken)
    {
        var history = store.History;
        if (Find(history, number) is not { } revision)
        {
            return ApiProblem.NotFound("revision");
        }

        var effect = await effects.OfAsync(history, history.IndexOf(revision), cancellationToken);
        return TypedResults.Ok(new RevisionDto(StrategyDto.From(revision, catalog, changes, effect), RevisionTermsDto.From(await records.OfAsync(revision, cancellationToken))));
    }

    private static StrategyRevision? Find(ImmutableArray<StrategyRevision> history, string number) =>
        int.TryParse(number, CultureInfo.InvariantCulture, out var wanted) ? history.FirstOrDefault(r => r.Number == wanted) : null;

    private static async Task<IResult> PutAsync(HttpRequest request, HttpResponse response, Actor actor, StrategyChanges changes, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<StrategyRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = StrategyInput.CheckChange(body, catalog);
        return errors.Count > 0
            ? ApiProblem.Invalid(errors)
            : Answer(
                body.ToSpec(),
                await changes.ApplyAsync(actor, body.ToSpec(), body.Reason!.Trim(), expected, StrategyInput.Wait(body.ConfirmWithinSeconds), guards: GuardrailsDto.ToGuards(body.Guardrails)),
                catalog,
                changes,
                response);
    }

    private static async Task<IResult> RestoreAsync(
        string number, HttpRequest request, HttpResponse response, Actor actor, StrategyStore store, StrategyChanges changes, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<RestoreRequest>(request, optional: true);
        if (body is null)
        {
            return problem!;
        }

        var errors = StrategyInput.CheckHow(body.Reason, body.ConfirmWithinSeconds, body.Guardrails);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        return Find(store.History, number) is { } revision
            ? Answer(
                revision.Spec,
                await changes.ApplyAsync(
                    actor,
                    revision.Spec,
                    body.Reason!.Trim(),
                    expected,
                    StrategyInput.Wait(body.ConfirmWithinSeconds),
                    "strategy.restore",
                    GuardrailsDto.ToGuards(body.Guardrails)),
                catalog,
                changes,
                response)
            : ApiProblem.NotFound("revision");
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, StrategyStore store, StrategyCatalog catalog, ImpactPreview impact)
    {
        var (body, problem) = await ApiBody.ReadAsync<StrategyRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = StrategyInput.CheckSpec(body, catalog);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var current = store.Current;
        return Results.Ok(new StrategyPreviewDto(current.Number, StrategyDifferences.Between(current.Spec, body.ToSpec(), catalog), ChangeImpactDto.From(impact.Of(body.ToSpec()))));
    }

    private static async Task<IResult> ConfirmAsync(
        HttpRequest request, HttpResponse response, Actor actor, StrategyStore store, StrategyChanges changes, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        return await changes.ConfirmAsync(actor, expected ?? store.Current.Number) ? Show(store.Current, catalog, changes, response) : NotWaiting();
    }

    private static async Task<IResult> RevertAsync(
        HttpRequest request, HttpResponse response, Actor actor, StrategyStore store, StrategyChanges changes, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        return await changes.RevertAsync(actor, expected ?? store.Current.Number) is { Applied: true } result
            ? Show(result.Revision, catalog, changes, response)
            : NotWaiting();
    }

    private static IResult NotWaiting() => ApiProblem.Of(
        StatusCodes.Status409Conflict, "not_waiting", "That revision does not wait for a confirmation: it was confirmed, reverted or replaced.");

    internal static IResult Answer(StrategySpec spec, ApplyResult result, StrategyCatalog catalog, StrategyChanges changes, HttpResponse response)
    {
        if (result.Conflict)
        {
            return Conflict(result.Revision, spec, catalog, response);
        }

        return result.Errors.IsEmpty
            ? Show(result.Revision, catalog, changes, response)
            : ApiProblem.Invalid(result.Errors.Select(e => new FieldError(e.Field, e.Message)));
    }

    internal static IResult Conflict(StrategyRevision current, StrategySpec submitted, StrategyCatalog catalog, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(current.Number);
        return ApiProblem.Of(
            StatusCodes.Status409Conflict,
            "revision_conflict",
            "Another revision came first. Look at the differences, then send the current ETag.",
            ("current", StrategyDto.From(current, catalog)),
            ("differences", StrategyDifferences.Between(current.Spec, submitted, catalog)));
    }

    private static IResult Show(StrategyRevision revision, StrategyCatalog catalog, StrategyChanges changes, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(revision.Number);
        return Results.Ok(StrategyDto.From(revision, catalog, changes));
    }
}
