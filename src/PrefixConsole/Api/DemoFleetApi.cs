using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Hosting;
using PrefixConsole.Operations;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

internal static class DemoFleetApi
{
    private static readonly Dictionary<string, SimulatedFault> s_faults = new(StringComparer.Ordinal)
    {
        ["restart"] = SimulatedFault.Restart,
        ["drop-events"] = SimulatedFault.DropEvents,
        ["clear-silently"] = SimulatedFault.ClearSilently,
        ["lag"] = SimulatedFault.Lag,
        ["stop-events"] = SimulatedFault.StopEvents,
        ["none"] = SimulatedFault.None,
    };

    public static void MapDemoFleet(this IEndpointRouteBuilder api)
    {
        var demo = api.MapGroup("/demo-fleet").WithTags("Demo fleet");
        demo.MapGet("/", (IServiceProvider services) => services.GetService<SimulatedFleet>() is { Workers: { Count: > 0 } workers }
                ? Results.Ok(workers.Select(SimulatedWorkerDto.From).ToArray())
                : ApiProblem.Of(StatusCodes.Status404NotFound, "demo_fleet_off", "The demo fleet is off."))
            .WithName("GetDemoFleet").WithSummary("The simulated workers and what is wrong with them on purpose; 404 when the demo fleet is off.")
            .Produces<SimulatedWorkerDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        demo.MapPost("/{id}/faults", PostFaultAsync)
            .WithName("PostDemoFault").WithSummary("Makes something go wrong with a simulated worker, or takes every fault back.")
            .RequireAuthorization(AccessPolicies.Operate)
            .Accepts<FaultRequest>("application/json")
            .Produces<SimulatedWorkerDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> PostFaultAsync(string id, HttpRequest request, Actor actor, Acts acts, IServiceProvider services)
    {
        if (FaultOrder.Find(services.GetService<SimulatedFleet>(), id) is not { } worker)
        {
            return ApiProblem.NotFound("simulated worker");
        }

        var (body, problem) = await ApiBody.ReadAsync<FaultRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var errors = Check(body);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var order = new FaultOrder(
            s_faults[body.Fault!], body.Batches ?? FaultOrder.DefaultBatches, body.Healable ?? false, body.Milliseconds ?? FaultOrder.DefaultMilliseconds);
        try
        {
            var done = await acts.DoAsync(actor, "demo.fault", id, () => order.GiveAsync(worker), said => new ActReport(AuditResults.Done, said, After: order));
            return Results.Ok(SimulatedWorkerDto.From(worker) with { Done = done.Length == 0 ? null : done });
        }
        catch (IOException e)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, "worker_not_restarted", $"The worker did not come back: {e.Message}");
        }
    }

    private static List<FieldError> Check(FaultRequest body)
    {
        List<FieldError> errors = [];
        if (body.Fault is null || !s_faults.ContainsKey(body.Fault))
        {
            errors.Add(new FieldError("fault", $"must be one of {string.Join(", ", s_faults.Keys)}"));
        }

        if (body.Batches is < 1 or > FaultOrder.MaxBatches)
        {
            errors.Add(new FieldError("batches", $"must be a whole number between 1 and {FaultOrder.MaxBatches}"));
        }

        if (body.Milliseconds is < 1 or > FaultOrder.MaxMilliseconds)
        {
            errors.Add(new FieldError("milliseconds", $"must be a whole number between 1 and {FaultOrder.MaxMilliseconds}"));
        }

        return errors;
    }
}
