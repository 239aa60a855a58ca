using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

internal static class WorkersApi
{
    public static void MapWorkers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/fleet", (FleetBook book) => TypedResults.Ok(new FleetStateDto(book.IsKnown, book.NotRestored)))
            .WithTags("Workers").WithName("GetFleet").WithSummary("Whether what operators did before the last start is known, and which added workers could not be restored.");
        var workers = api.MapGroup("/workers").WithTags("Workers");
        workers.MapGet("/", List)
            .WithName("GetWorkers").WithSummary("The workers that match q and state, in the order of sort, as the page Workers takes them; all without; format=csv for a table.")
            .Produces<WorkerDto[]>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        workers.MapPost("/", AddAsync)
            .WithName("AddWorker").WithSummary("Adds a worker, which a restart keeps; it gets requests once its first probe succeeds.")
            .Accepts<WorkerRequest>("application/json")
            .Produces<WorkerDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(AccessPolicies.Operate);
        workers.MapWorkerTests();
        workers.MapGet("/{id}", (string id, FleetMonitor monitor, WorkerInsights insights) => Show(id, monitor, insights))
            .WithName("GetWorker").WithSummary("One worker.")
            .Produces<WorkerDto>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapDelete("/{id}", RemoveAsync)
            .WithName("RemoveWorker").WithSummary("Removes a worker; requests in flight finish. One of the configuration comes back at the next start.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AccessPolicies.Operate);
        MapAction(workers, "drain", "DrainWorker", "No new requests, also after a restart; those in flight finish.", static (s, id, actor) => s.GetRequiredService<FleetBook>().Drain(id, actor.Name), DrainOf);
        MapAction(workers, "undrain", "UndrainWorker", "Ends a drain; the next probe decides.", static (s, id, _) => s.GetRequiredService<FleetBook>().Undrain(id), DrainOf);
        MapAction(workers, "reset-index", "ResetWorkerIndex", "Forgets the prefixes the worker is thought to hold.", static (s, id, _) => s.GetRequiredService<FleetService>().ResetIndex(id), static (s, id) => WorkerReports.IndexOf(s.GetRequiredService<FleetMonitor>(), id));
        workers.MapGet("/{id}/series", (string id, string? format, FleetMonitor monitor, HttpResponse response) => monitor.Find(new WorkerId(id)) is null
                ? ApiProblem.NotFound("worker")
                : TableFormat.Answer(
                    format,
                    "worker-series",
                    response,
                    () => monitor.Series(new WorkerId(id)).Select(OccupancySampleDto.From).ToArray(),
                    () => WorkerCsv.WriteSeries(monitor.Series(new WorkerId(id)))))
            .WithName("GetWorkerSeries").WithSummary("A sample per second of the last five minutes, oldest first.")
            .Produces<OccupancySampleDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/events", (string id, string? format, FleetMonitor monitor, HttpResponse response) => monitor.Find(new WorkerId(id)) is null
                ? ApiProblem.NotFound("worker")
                : TableFormat.Answer(
                    format,
                    "worker-events",
                    response,
                    () => monitor.Events(new WorkerId(id)).Select(WorkerEventDto.Of).ToArray(),
                    () => WorkerCsv.WriteEvents(monitor.Events(new WorkerId(id)))))
            .WithName("GetWorkerEvents").WithSummary("The last 100 changes of its state, newest first; format=csv for a table.")
            .Produces<WorkerEventDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/probes", (string id, string? format, WorkerRegistry registry, ProbeLog log, HttpResponse response) => registry.Find(new WorkerId(id)) is not { } worker
                ? ApiProblem.NotFound("worker")
                : TableFormat.Answer(
                    format,
                    "worker-probes",
                    response,
                    () => log.Of(worker).Select(ProbeDto.Of).ToArray(),
                    () => WorkerCsv.WriteProbes(log.Of(worker))))
            .WithName("GetWorkerProbes").WithSummary("Its last 60 health checks, oldest first; format=csv for a table.")
            .Produces<ProbeDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/breaker", (string id, string? format, FleetMonitor monitor, HttpResponse response) => monitor.Find(new WorkerId(id)) is null
                ? ApiProblem.NotFound("worker")
                : TableFormat.Answer(
                    format,
                    "worker-breaker",
                    response,
                    () => monitor.BreakerEvents(new WorkerId(id)).Select(BreakerEventDto.Of).ToArray(),
                    () => WorkerCsv.WriteBreaker(monitor.BreakerEvents(new WorkerId(id)))))
            .WithName("GetWorkerBreaker").WithSummary("The last 50 openings of its breaker and their ends, newest first; its present state is a worker's. format=csv for a table.")
            .Produces<BreakerEventDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/drain-impact", (string id, FleetMonitor monitor, DrainPreview preview) => monitor.Find(new WorkerId(id)) is null
                ? ApiProblem.NotFound("worker")
                : Results.Ok(DrainImpactDto.Of(preview.Of([new WorkerId(id)]))))
            .WithName("GetDrainImpact").WithSummary("What draining or removing it would move to others.")
            .Produces<DrainImpactDto>().ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/prefixes", (string id, string? parent, string? max, PrefixExplorer prefixes) =>
                PrefixesApi.Children(parent, id, max, prefixes))
            .WithName("GetWorkerPrefixes").WithSummary("The prefixes a worker is predicted to hold, level by level, and how much of each it reports.")
            .Produces<PrefixTreeDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        workers.MapGet("/{id}/prefixes/differences", (string id, string? show, string? max, PrefixComparer comparer) =>
                PrefixesApi.Differences(id, show, max, comparer))
            .WithName("GetWorkerPrefixDifferences")
            .WithSummary("What is predicted of a worker's cache beside what it reports; show: differs, only-predicted or only-reported; max 1 to 1000.")
            .Produces<PrefixComparisonDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? q, string? state, string? sort, string? format, FleetMonitor monitor, WorkerInsights insights, HttpResponse response)
    {
        var query = new ApiQuery();
        var reader = new QueryReader();
        var selection = WorkerSelection.Read(q, state, sort, reader);
        foreach (var error in reader.Errors)
        {
            query.Refuse(error.Name, "must be " + error.Expected);
        }

        if (format is not (null or "" or "json" or "csv"))
        {
            query.Refuse("format", "must be json or csv");
        }

        return query.Errors.Count > 0
            ? ApiProblem.Invalid(query.Errors)
            : TableFormat.Answer(
                format,
                "workers",
                response,
                () => Workers().Select(WorkerDto.From).ToArray(),
                () => WorkerCsv.Write(Workers()));

        IEnumerable<WorkerView> Workers() => selection.Of(insights.AddTo(monitor.Workers()));
    }

    private static async Task<IResult> AddAsync(HttpRequest request, Actor actor, Acts acts, FleetBook book, FleetMonitor monitor, WorkerRegistry registry)
    {
        var (body, problem) = await ApiBody.ReadAsync<WorkerRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var taken = body.Id is { } wanted && registry.Find(new WorkerId(wanted)) is not null;
        var options = body.ToOptions();
        var errors = await acts.DoAsync(actor, "worker.add", options.Id ?? "", () => book.Add(options, actor.Name), e => WorkerReports.OfAdd(options, e));
        if (errors.IsEmpty)
        {
            var id = new WorkerId(body.Id!);
            var location = $"/api/workers/{Uri.EscapeDataString(id.Value)}";
            return monitor.Find(id) is { } view ? Results.Created(location, WorkerDto.From(view)) : Results.Created(location, null);
        }

        return taken && errors is [{ Field: "id" }]
            ? ApiProblem.Of(StatusCodes.Status409Conflict, "id_taken", $"There is a worker '{body.Id}' already.", ("errors", errors.ToArray()))
            : ApiProblem.Invalid(errors);
    }

    private static async Task<IResult> RemoveAsync(string id, Actor actor, Acts acts, FleetBook book, WorkerRegistry registry)
    {
        var worker = new WorkerId(id);
        return await acts.DoAsync(actor, "worker.remove", id, () => book.Remove(worker), WorkerReports.OfRemove(registry.Find(worker)?.Config, book.AddedAs(worker)))
            ? Results.NoContent()
            : ApiProblem.NotFound("worker");
    }

    private static Func<object?> DrainOf(IServiceProvider services, WorkerId id) => WorkerReports.DrainOf(services.GetRequiredService<FleetBook>(), id);

    private static void MapAction(
        RouteGroupBuilder workers,
        string verb,
        string name,
        string summary,
        Func<IServiceProvider, WorkerId, Actor, bool> act,
        Func<IServiceProvider, WorkerId, Func<object?>> state) => workers
        .MapPost($"/{{id}}/{verb}", async (string id, Actor actor, Acts acts, IServiceProvider services, FleetMonitor monitor, WorkerInsights insights) =>
            await acts.DoAsync(actor, $"worker.{verb}", id, () => act(services, new WorkerId(id), actor), state(services, new WorkerId(id))) ? Show(id, monitor, insights) : ApiProblem.NotFound("worker"))
        .WithName(name).WithSummary(summary)
        .RequireAuthorization(AccessPolicies.Operate)
        .Produces<WorkerDto>().ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Show(string id, FleetMonitor monitor, WorkerInsights insights) => monitor.Find(new WorkerId(id)) is { } view
        ? Results.Ok(WorkerDto.From(view with { Insight = insights.Find(view.Id) }))
        : ApiProblem.NotFound("worker");
}
