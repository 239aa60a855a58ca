using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

internal static class StrategyApi
{
    private const string By = "admin API";

    public static void MapStrategy(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/").WithTags("Strategy");
        group.MapGet("/strategies", (StrategyCatalog catalog) => TypedResults.Ok(StrategyCatalogDto.From(catalog)))
            .WithName("GetStrategies").WithSummary("All strategies, parameters with ranges, and the rules of custom ones.");
        group.MapGet("/strategy", Current)
            .WithName("GetStrategy").WithSummary("The active revision; its ETag goes into If-Match of a write.")
            .Produces<StrategyDto>();
        group.MapGet("/strategy/history", (StrategyStore store, StrategyCatalog catalog) =>
                TypedResults.Ok(store.History.Select(r => StrategyDto.From(r, catalog)).ToArray()))
            .WithName("GetStrategyHistory").WithSummary("The last revisions, newest first.");
        Writes(group.MapPut("/strategy", PutAsync))
            .WithName("PutStrategy").WithSummary("Applies a strategy. Needs If-Match; decisions in flight keep the revision they began with.")
            .Accepts<StrategyRequest>("application/json");
        Writes(group.MapPost("/strategy/revisions/{number}/restore", RestoreAsync))
            .WithName("RestoreStrategy").WithSummary("Applies an earlier revision again, as a new revision. Needs If-Match.")
            .Accepts<RestoreRequest>(isOptional: true, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/strategy/preview", PreviewAsync)
            .WithName("PreviewStrategy").WithSummary("Checks a strategy and says what it would change; applies nothing.")
            .Accepts<StrategyRequest>("application/json")
            .Produces<StrategyPreviewDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint) => endpoint
        .Produces<StrategyDto>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static IResult Current(StrategyStore store, StrategyCatalog catalog, HttpResponse response) =>
        Show(store.Current, catalog, response);

    private static async Task<IResult> PutAsync(HttpRequest request, HttpResponse response, StrategyStore store, StrategyCatalog catalog)
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

        var errors = Check(body, catalog);
        return errors.Count > 0
            ? ApiProblem.Invalid(errors)
            : Apply(body.ToSpec(), body.Reason ?? "", expected, store, catalog, response);
    }

    private static async Task<IResult> RestoreAsync(
        string number, HttpRequest request, HttpResponse response, StrategyStore store, StrategyCatalog catalog)
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

        if (body.Reason is { } reason && ReasonError(reason) is { } error)
        {
            return ApiProblem.Invalid([error]);
        }

        return int.TryParse(number, out var wanted) && store.History.FirstOrDefault(r => r.Number == wanted) is { } revision
            ? Apply(revision.Spec, body.Reason ?? FormattableString.Invariant($"restore revision {wanted}"), expected, store, catalog, response)
            : ApiProblem.NotFound("revision");
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, StrategyStore store, StrategyCatalog catalog)
    {
        var (body, problem) = await ApiBody.ReadAsync<StrategyRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = Check(body, catalog);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var current = store.Current;
        return Results.Ok(new StrategyPreviewDto(current.Number, StrategyDifferences.Between(current.Spec, body.ToSpec(), catalog)));
    }

    private static IResult Apply(
        StrategySpec spec, string reason, int? expected, StrategyStore store, StrategyCatalog catalog, HttpResponse response)
    {
        var result = store.Apply(spec, By, reason, expected);
        if (result.Conflict)
        {
            response.Headers.ETag = RevisionTag.Of(result.Revision.Number);
            return ApiProblem.Of(
                StatusCodes.Status409Conflict,
                "revision_conflict",
                "Another revision came first. Look at the differences, then send the current ETag.",
                ("current", StrategyDto.From(result.Revision, catalog)),
                ("differences", StrategyDifferences.Between(result.Revision.Spec, spec, catalog)));
        }

        return result.Errors.IsEmpty
            ? Show(result.Revision, catalog, response)
            : ApiProblem.Invalid(result.Errors.Select(e => new FieldError(e.Field, e.Message)));
    }

    /// <summary>What JSON allows and a spec does not, then the catalog's own checks.</summary>
    private static List<FieldError> Check(StrategyRequest body, StrategyCatalog catalog)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(body.Name))
        {
            errors.Add(new FieldError("name", "must name a strategy"));
        }

        if (body.Reason is { } reason && ReasonError(reason) is { } error)
        {
            errors.Add(error);
        }

        for (var i = 0; i < (body.Scorers?.Length ?? 0); i++)
        {
            if (body.Scorers![i] is null || body.Scorers[i].Scorer is null)
            {
                errors.Add(new FieldError($"scorers[{i}]", "must have a scorer and a weight"));
            }
        }

        for (var i = 0; i < (body.Filters?.Length ?? 0); i++)
        {
            if (body.Filters![i] is null)
            {
                errors.Add(new FieldError($"filters[{i}]", "must name a filter"));
            }
        }

        if (errors.Count == 0)
        {
            errors.AddRange(catalog.Validate(body.ToSpec()).Select(e => new FieldError(e.Field, e.Message)));
        }

        return errors;
    }

    private static FieldError? ReasonError(string reason) =>
        reason.Length > StrategyRequest.MaxReason || reason.Any(c => char.IsControl(c) && c is not '\n' and not '\t')
            ? new FieldError("reason", $"must be at most {StrategyRequest.MaxReason} characters, none of them control characters")
            : null;

    private static IResult Show(StrategyRevision revision, StrategyCatalog catalog, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(revision.Number);
        return Results.Ok(StrategyDto.From(revision, catalog));
    }
}
