using System.Globalization;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

internal static class ScheduleApi
{
    private static readonly string[] s_formats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static void MapSchedule(this IEndpointRouteBuilder api)
    {
        var schedule = api.MapGroup("/strategy/schedule").WithTags("Strategy");
        schedule.MapGet("/", (ScheduledChanges changes, StrategyStore store, StrategyCatalog catalog, HttpResponse response) => Show(changes, store, catalog, response))
            .WithName("GetSchedule").WithSummary("Changes to come, and what became of the last ones. The ETag is that of the active revision.")
            .Produces<ScheduleDto>();
        schedule.MapPost("/", PlanAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("ScheduleStrategy").WithSummary("Applies a strategy at a time to come, if the revision of If-Match is still active then. Needs If-Match and a reason.")
            .Accepts<ScheduleRequest>("application/json")
            .Produces<ScheduleDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        schedule.MapDelete("/{id}", async (string id, Actor actor, ScheduledChanges changes, StrategyStore store, StrategyCatalog catalog, HttpResponse response) =>
                await changes.CancelAsync(actor, id) ? Show(changes, store, catalog, response) : ApiProblem.NotFound("planned change"))
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("CancelSchedule").WithSummary("Cancels a planned change.")
            .Produces<ScheduleDto>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PlanAsync(
        HttpRequest request, HttpResponse response, Actor actor, ScheduledChanges changes, StrategyStore store, StrategyCatalog catalog)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<ScheduleRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = StrategyInput.CheckChange(body, catalog);
        var at = Parse(body.At);
        if (at is null)
        {
            errors.Add(new FieldError("at", "must be a time in ISO 8601 with an offset, such as 2026-11-26T14:00:00+01:00"));
        }

        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var plan = new ScheduledChange(
            "", at!.Value, body.ToSpec(), body.Reason!.Trim(), "", 0, StrategyInput.Wait(body.ConfirmWithinSeconds), GuardrailsDto.ToGuards(body.Guardrails));
        var result = await changes.PlanAsync(actor, plan, expected);
        return result.Conflict ? StrategyApi.Conflict(store.Current, plan.Spec, catalog, response)
            : result.Errors.Count > 0 ? ApiProblem.Invalid(result.Errors)
            : Show(changes, store, catalog, response, StatusCodes.Status201Created);
    }

    /// <summary>Null without an offset: whose noon it is would be a guess.</summary>
    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(
            text is [.. var local, 'Z'] ? local + "+00:00" : text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    private static IResult Show(ScheduledChanges changes, StrategyStore store, StrategyCatalog catalog, HttpResponse response, int status = StatusCodes.Status200OK)
    {
        var active = store.Current.Number;
        response.Headers.ETag = RevisionTag.Of(active);
        return Results.Json(
            new ScheduleDto(
                active,
                [.. changes.Planned.Select(c => ScheduledDto.From(c, catalog))],
                [.. changes.Notes.Select(n => new ScheduleNoteDto(ScheduledDto.From(n.Change, catalog), n.At, n.Outcome.ToString().ToLowerInvariant(), n.Why))]),
            statusCode: status);
    }
}
