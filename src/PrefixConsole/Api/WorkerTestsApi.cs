using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Checks;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

/// <summary>Ways to try a worker: an address before it is added, and a request that is pinned to it.</summary>
internal static class WorkerTestsApi
{
    public static void MapWorkerTests(this RouteGroupBuilder workers)
    {
        workers.MapPost("/check", CheckAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .AddEndpointFilter<RouteHandlerBuilder, CostlyFilter>()
            .WithName("CheckWorker").WithSummary("Asks an address what the fleet would ask a worker there, within 5 seconds, and adds nothing. The body is that of adding one; its id is not looked at.")
            .Accepts<WorkerRequest>("application/json")
            .Produces<WorkerCheckDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        workers.MapPost("/{id}/pin", PinAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("PinWorker").WithSummary("A token for the gateway's header x-prefix-pin: for ten minutes requests with it go to this worker only, also while it drains. It is in the answer and nowhere else.")
            .Produces<WorkerPinDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        workers.MapDelete("/{id}/pin", async (string id, Actor actor, Acts acts, WorkerPins pins) =>
                await acts.DoAsync(actor, "worker.unpin", id, () => pins.End(new WorkerId(id)), WorkerReports.OfUnpin) is null ? ApiProblem.NotFound("worker") : Results.NoContent())
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("UnpinWorker").WithSummary("Ends all pins of this worker; requests in flight finish.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CheckAsync(HttpRequest request, Actor actor, Acts acts, WorkerChecker checker)
    {
        var (body, problem) = await ApiBody.ReadAsync<WorkerRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var options = body.ToOptions();
        var check = await acts.DoAsync(
            actor, "worker.check", options.Id ?? "", () => checker.RunAsync(options, request.HttpContext.RequestAborted), c => WorkerReports.OfCheck(options, c));
        return check.Errors.IsEmpty ? Results.Ok(WorkerCheckDto.From(check)) : ApiProblem.Invalid(check.Errors);
    }

    private static async Task<IResult> PinAsync(string id, HttpResponse response, Actor actor, Acts acts, WorkerPins pins)
    {
        var (pin, refusal) = await acts.DoAsync(actor, "worker.pin", id, () => pins.Create(new WorkerId(id)), made => WorkerReports.OfPin(made.Pin, made.Refusal));
        if (pin is null)
        {
            return refusal is PinRefusal.UnknownWorker
                ? ApiProblem.NotFound("worker")
                : ApiProblem.Of(StatusCodes.Status409Conflict, refusal is PinRefusal.TooMany ? "too_many_pins" : "takes_no_requests", PinWords.Of(refusal));
        }

        response.Headers.CacheControl = "no-store";
        return Results.Created((string?)null, new WorkerPinDto(pin.Token, pin.ExpiresAt));
    }
}
