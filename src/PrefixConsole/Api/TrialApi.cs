using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

internal static class TrialApi
{
    public static void MapTrial(this IEndpointRouteBuilder api)
    {
        var trial = api.MapGroup("/strategy/trial").WithTags("Strategy");
        trial.MapGet("/", (StrategyTrials trials, StrategyStore store, StrategyCatalog catalog, HttpResponse response) => Show(trials, store, catalog, response))
            .WithName("GetTrial").WithSummary("The trial that runs with both its sides, and the last that are over. The ETag, of the trial or of the active revision, goes into If-Match.")
            .Produces<TrialStateDto>();
        Writes(trial.MapPost("/", StartAsync))
            .WithName("StartTrial").WithSummary("Lets a strategy decide a share of the requests. Needs If-Match with the active revision's tag, and a reason. There is at most one trial.")
            .Accepts<TrialRequest>("application/json").Produces<TrialStateDto>(StatusCodes.Status201Created);
        Writes(trial.MapPut("/", ShareAsync))
            .WithName("PutTrialShare").WithSummary("Changes the trial's share. Needs If-Match with the trial's tag.")
            .Accepts<TrialShareRequest>("application/json").Produces<TrialStateDto>().ProducesProblem(StatusCodes.Status404NotFound);
        Writes(trial.MapPost("/promote", PromoteAsync))
            .WithName("PromoteTrial").WithSummary("Makes the trial the active revision, under its own number. Needs If-Match with the trial's tag, and a reason.")
            .Accepts<RestoreRequest>("application/json").Produces<StrategyDto>().ProducesProblem(StatusCodes.Status404NotFound);
        Writes(trial.MapDelete("/", EndAsync))
            .WithName("EndTrial").WithSummary("Ends the trial: the active revision decides everything again. Needs If-Match with the trial's tag; reason says why.")
            .Produces<TrialStateDto>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(AccessPolicies.Operate)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static async Task<IResult> StartAsync(
        HttpRequest request, HttpResponse response, Actor actor, StrategyTrials trials, StrategyStore store, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<TrialRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = StrategyInput.CheckTrial(body, catalog);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var result = await trials.BeginAsync(
            actor, body.ToSpec(), (int)body.SharePercent!, body.Reason!.Trim(), expected, StrategyInput.Wait(body.EndAfterSeconds), GuardrailsDto.ToGuards(body.Guardrails));
        return result.Refusal switch
        {
            TrialRefusal.None => Show(trials, store, catalog, response, StatusCodes.Status201Created),
            TrialRefusal.RevisionConflict => StrategyApi.Conflict(store.Current, body.ToSpec(), catalog, response),
            TrialRefusal.AlreadyRunning => Conflict(
                "trial_running", $"The trial of revision {result.Trial?.Revision.Number} runs, and there is at most one. Promote or end it first.", trials, store, catalog, response),
            _ => ApiProblem.Invalid(result.Errors.Select(e => new Gateway.Configuration.FieldError(e.Field, e.Message))),
        };
    }

    private static async Task<IResult> ShareAsync(
        HttpRequest request, HttpResponse response, Actor actor, StrategyTrials trials, StrategyStore store, StrategyCatalog catalog)
    {
        if (TrialTags.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<TrialShareRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        if (StrategyInput.CheckShare(body.SharePercent) is { } error)
        {
            return ApiProblem.Invalid([error]);
        }

        if (store.Trial is null)
        {
            return ApiProblem.NotFound("trial");
        }

        var result = await trials.ShareAsync(actor, (int)body.SharePercent!, expected);
        return result.Done ? Show(trials, store, catalog, response) : Changed(trials, store, catalog, response);
    }

    private static async Task<IResult> PromoteAsync(
        HttpRequest request, HttpResponse response, Actor actor, StrategyTrials trials, StrategyChanges changes, StrategyStore store, StrategyCatalog catalog)
    {
        if (TrialTags.Read(request, out var expected) is { } refused)
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

        if (store.Trial is null)
        {
            return ApiProblem.NotFound("trial");
        }

        var result = await changes.PromoteAsync(
            actor, expected, body.Reason!.Trim(), StrategyInput.Wait(body.ConfirmWithinSeconds), GuardrailsDto.ToGuards(body.Guardrails));
        return result.Conflict
            ? Changed(trials, store, catalog, response)
            : StrategyApi.Answer(result.Revision.Spec, result, catalog, changes, response);
    }

    private static async Task<IResult> EndAsync(
        string? reason, HttpRequest request, HttpResponse response, Actor actor, StrategyTrials trials, StrategyStore store, StrategyCatalog catalog)
    {
        if (TrialTags.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        if (!string.IsNullOrEmpty(reason) && ChangeReason.Check(reason) is { } error)
        {
            return ApiProblem.Invalid([error]);
        }

        if (store.Trial is null)
        {
            return ApiProblem.NotFound("trial");
        }

        return await trials.EndAsync(actor, reason?.Trim() ?? "", expected)
            ? Show(trials, store, catalog, response)
            : Changed(trials, store, catalog, response);
    }

    private static IResult Changed(StrategyTrials trials, StrategyStore store, StrategyCatalog catalog, HttpResponse response) => Conflict(
        "trial_conflict", "The trial is over, or somebody changed its share. Look at it, then send the current ETag.", trials, store, catalog, response);

    private static IResult Conflict(string code, string detail, StrategyTrials trials, StrategyStore store, StrategyCatalog catalog, HttpResponse response)
    {
        var state = Read(trials, store, catalog, response);
        return ApiProblem.Of(StatusCodes.Status409Conflict, code, detail, ("current", state));
    }

    private static IResult Show(StrategyTrials trials, StrategyStore store, StrategyCatalog catalog, HttpResponse response, int status = StatusCodes.Status200OK) =>
        Results.Json(Read(trials, store, catalog, response), statusCode: status);

    private static TrialStateDto Read(StrategyTrials trials, StrategyStore store, StrategyCatalog catalog, HttpResponse response)
    {
        var view = trials.Read();
        var active = store.Current.Number;
        response.Headers.ETag = view is null ? RevisionTag.Of(active) : TrialTags.Of(view.Trial.Tag);
        return new TrialStateDto(active, view is null ? null : TrialDto.From(view, catalog), [.. store.EndedTrials.Select(t => EndedTrialDto.From(t, catalog))]);
    }
}
