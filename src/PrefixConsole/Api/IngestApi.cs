using System.Text;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

internal static class IngestApi
{
    public static void MapIngest(this IEndpointRouteBuilder api)
    {
        var ingest = api.MapGroup("/ingest").WithTags("KV events");
        ingest.MapGet("/", Show)
            .WithName("GetIngest").WithSummary("Every feed of KV events, its trust and counters, and the totals; format=csv for a table.")
            .Produces<IngestDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        ingest.MapGet("/trust-changes", TrustChanges)
            .WithName("GetTrustChanges").WithSummary("The last 100 changes of how far workers' reports are relied on, of all workers, newest first: all, or those of range 15m, 1h, 6h, 24h or 7d, or of from and to in ISO 8601, either of which may be left out; format=csv for a table.")
            .Produces<IReadOnlyList<TrustChangeDto>>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        ingest.MapGet("/{worker}/rejected", Rejected)
            .WithName("GetRejectedFrames").WithSummary("The last 20 messages of each feed that could not be used: number, cause, length and hash, never content; all ranks unless one is named; format=csv for a table.")
            .Produces<IReadOnlyList<RejectedFrameDto>>().Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        ingest.MapPost("/{worker}/resync", ResyncAsync)
            .WithName("ResyncIngest").WithSummary("Forgets what a worker reported and starts over, by replay where there is one; all ranks unless one is named.")
            .Produces<IngestDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AccessPolicies.Operate);
        ingest.MapPost("/{worker}/quarantine", QuarantineAsync)
            .WithName("QuarantineIngest").WithSummary("Shuts a feed out, so that scorers use predictions alone, or lets it in again, which starts it over. A restart keeps it shut.")
            .RequireAuthorization(AccessPolicies.Operate)
            .Accepts<QuarantineRequest>("application/json")
            .Produces<IngestDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Show(string? format, IngestMonitor monitor, HttpResponse response)
    {
        var view = IngestDto.From(monitor.Read());
        switch (format)
        {
            case null or "" or "json":
                return Results.Ok(view);
            case "csv":
                response.Headers.ContentDisposition = "attachment; filename=\"ingest.csv\"";
                return Results.Text(IngestCsv.Write(view.Feeds), "text/csv", Encoding.UTF8);
            default:
                return ApiProblem.Invalid("format", "must be json or csv");
        }
    }

    private static IResult TrustChanges(string? range, string? from, string? to, string? format, FleetMonitor monitor, TimeProvider time, HttpResponse response)
    {
        var query = new ApiQuery();
        var span = query.Range(range, from, to, time.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var changes = monitor.TrustChanges().Where(t => !(t.At < span?.From || t.At >= span?.To)).Select(TrustChangeDto.Of).ToArray();
        return TableFormat.Answer(format, "trust-changes", response, () => changes, () => TrustChangeCsv.Write(changes));
    }

    private static IResult Rejected(string worker, string? rank, string? format, IngestMonitor monitor, HttpResponse response)
    {
        var query = new ApiQuery();
        var only = (int?)query.Long("rank", rank, 0, KvEventIngest.MaxRanks - 1);
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var id = new WorkerId(worker);
        if (!monitor.Has(id, only))
        {
            return ApiProblem.NotFound("feed of KV events");
        }

        var frames = monitor.Rejected(id, only).Select(RejectedFrameDto.From).ToArray();
        return TableFormat.Answer(format, "rejected-frames", response, () => frames, () => RejectedFrameCsv.Write(frames));
    }

    private static async Task<IResult> ResyncAsync(string worker, string? rank, Actor actor, Acts acts, IngestMonitor monitor)
    {
        var query = new ApiQuery();
        var only = (int?)query.Long("rank", rank, 0, KvEventIngest.MaxRanks - 1);
        return query.Errors.Count > 0
            ? ApiProblem.Invalid(query.Errors)
            : Answer(worker, monitor, await acts.DoAsync(
                actor, "feed.resync", FeedReports.Target(worker, only), () => monitor.Resync(new WorkerId(worker), only, "started over by an operator"),
                FeedReports.StateOf(monitor, new WorkerId(worker), only)));
    }

    private static async Task<IResult> QuarantineAsync(string worker, HttpRequest request, Actor actor, Acts acts, IngestMonitor monitor, FleetBook book)
    {
        var (body, problem) = await ApiBody.ReadAsync<QuarantineRequest>(request);
        return body switch
        {
            null => problem!,
            { On: null } => ApiProblem.Invalid("on", "must be true or false"),
            { Rank: < 0 or >= KvEventIngest.MaxRanks } => ApiProblem.Invalid("rank", $"must be a whole number between 0 and {KvEventIngest.MaxRanks - 1}"),
            _ => Answer(worker, monitor, await acts.DoAsync(
                actor, FeedReports.Quarantine(body.On.Value), FeedReports.Target(worker, body.Rank), () => book.Quarantine(new WorkerId(worker), body.Rank, body.On.Value, actor.Name),
                FeedReports.StateOf(monitor, new WorkerId(worker), body.Rank))),
        };
    }

    /// <summary>The feeds of the worker after what was done to them.</summary>
    private static IResult Answer(string worker, IngestMonitor monitor, bool done)
    {
        if (!done)
        {
            return ApiProblem.NotFound("feed of KV events");
        }

        var view = IngestDto.From(monitor.Read());
        return Results.Ok(view with { Feeds = [.. view.Feeds.Where(f => f.Worker == worker)] });
    }
}
