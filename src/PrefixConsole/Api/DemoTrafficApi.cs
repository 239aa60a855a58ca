using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Operations;
using PrefixConsole.Simulation.Workload;

namespace PrefixConsole.Api;

internal static class DemoTrafficApi
{
    public static void MapDemoTraffic(this IEndpointRouteBuilder api)
    {
        var demo = api.MapGroup("/demo-traffic").WithTags("Demo traffic");
        demo.MapGet("/", (IServiceProvider services) => services.GetService<DemoTraffic>() is { } traffic ? Show(traffic) : Off())
            .WithName("GetDemoTraffic").WithSummary("State of the built-in traffic generator; 404 when the demo fleet is off.")
            .Produces<DemoTrafficDto>().ProducesProblem(StatusCodes.Status404NotFound);
        demo.MapPut("/", PutAsync)
            .WithName("PutDemoTraffic").WithSummary("Starts, stops or changes the rate of the built-in traffic generator.")
            .RequireAuthorization(AccessPolicies.Operate)
            .Accepts<DemoTrafficRequest>("application/json")
            .Produces<DemoTrafficDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PutAsync(HttpRequest request, Actor actor, Acts acts, IServiceProvider services)
    {
        if (services.GetService<DemoTraffic>() is not { } traffic)
        {
            return Off();
        }

        var (body, problem) = await ApiBody.ReadAsync<DemoTrafficRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        if (!await acts.DoAsync(actor, "demo.traffic", "", () => Set(traffic, body), DemoReports.Of(traffic)))
        {
            return ApiProblem.Invalid("rate", FormattableString.Invariant($"must be between 0.1 and {DemoTraffic.MaxRate}"));
        }

        return Show(traffic);
    }

    private static bool Set(DemoTraffic traffic, DemoTrafficRequest body)
    {
        if (body.Rate is { } rate && !traffic.SetRate(rate))
        {
            return false;
        }

        if (body.Running == true)
        {
            traffic.Start();
        }
        else if (body.Running == false)
        {
            traffic.Stop();
        }

        return true;
    }

    private static IResult Show(DemoTraffic traffic) =>
        Results.Ok(new DemoTrafficDto(traffic.Running, traffic.Rate, DemoTraffic.MaxRate, traffic.Sent, traffic.Failed));

    private static IResult Off() => ApiProblem.Of(StatusCodes.Status404NotFound, "demo_fleet_off", "The demo fleet is off.");
}
