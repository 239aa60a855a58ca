using Microsoft.AspNetCore.Mvc;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

internal static class KvEventsApi
{
    private const string Json = "application/json";

    public static void MapKvEvents(this IEndpointRouteBuilder api) => api
        .MapPost("/workers/{id}/kv-events", PostAsync)
        .RequireAuthorization(AccessPolicies.Events)
        .WithTags("Workers").WithName("PostKvEvents")
        .WithSummary("Takes a batch of KV events, as engines publish them over ZMQ, in MessagePack or JSON.")
        .WithDescription(
            "The body is an array [ts, events, rank] or a map of the same; events are arrays or maps. Hashes may be integers or, in JSON, strings: decimal, " +
            "0x and hexadecimal, or 64 hexadecimal digits. `sequence` is the number of the batch, counted from 0 by the engine; leave it out where nothing can be lost. " +
            "`rank` is the data-parallel rank; it wins over the one in the batch.")
        .WithMetadata(BatchBodies.Instance)
        .Produces<KvIngestDto>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PostAsync(
        string id, string? sequence, string? rank, HttpRequest request, WorkerRegistry registry, [FromServices] KvEventIngest ingest)
    {
        if (registry.Find(new WorkerId(id)) is not { } worker)
        {
            return ApiProblem.NotFound("worker");
        }

        var json = request.HasJsonContentType();
        if ((!json && !BatchBodies.IsMessagePack(request)) || request.Headers.ContentEncoding.Count > 0)
        {
            return ApiProblem.Of(
                StatusCodes.Status415UnsupportedMediaType, "not_a_batch_type", $"The content type must be {Json} or {BatchBodies.MessagePack[0]}, uncompressed.");
        }

        var query = new ApiQuery();
        var number = query.Long("sequence", sequence, 0, long.MaxValue);
        var only = query.Long("rank", rank, 0, KvEventIngest.MaxRanks - 1);
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        if (request.ContentLength > KvEventIngest.MaxBytes)
        {
            return TooLarge();
        }

        try
        {
            return Answer(await ingest.ApplyAsync(worker, request.Body, json, (ulong?)number, (int?)only, request.HttpContext.RequestAborted));
        }
        catch (BadHttpRequestException e)
        {
            return ApiProblem.Of(e.StatusCode, "unreadable_body", e.Message);
        }
    }

    private static IResult Answer(KvIngestResult result) => result.Outcome switch
    {
        KvIngestOutcome.NotABatch => ApiProblem.Of(StatusCodes.Status400BadRequest, "not_a_batch", $"The body is not a batch of KV events: {result.Problem}."),
        KvIngestOutcome.TooLarge => TooLarge(),
        KvIngestOutcome.NoFeed => ApiProblem.Of(
            StatusCodes.Status400BadRequest, "no_feed", $"The worker has just left, or the rank is not one from 0 to {KvEventIngest.MaxRanks - 1} that there is room for."),
        KvIngestOutcome.Busy => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "busy", $"More than {KvEventIngest.MaxAtOnce} batches are being taken; send it again."),
        _ => Results.Ok(KvIngestDto.From(result)),
    };

    private static IResult TooLarge() =>
        ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body must be at most {KvEventIngest.MaxBytes} bytes.");
}
