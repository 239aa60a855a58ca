using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>What the client is told when no worker can or did answer.</summary>
internal static class RoutingErrors
{
    private const int RetryAfterSeconds = 1;
    private const string NoHealthyCode = "no_healthy_worker";

    public static ApiError NoWorker(RoutingDecision decision, WorkerRegistry registry)
    {
        var model = decision.Request.Model;
        return decision.Reason switch
        {
            // nothing is known of any worker yet: the model may well exist
            DecisionReasons.UnknownModel when registry.Workers.All(w => w.Served.Models.IsEmpty && w.Served.Adapters.IsEmpty) => NoHealthy(model),
            DecisionReasons.UnknownModel => UnknownModel(model),
            DecisionReasons.AllFiltered when decision.Request.Pinned => new(
                StatusCodes.Status404NotFound, $"The worker that {GatewayHeaders.Pin} names does not serve the model '{model}'.", "model_not_found", "model"),
            DecisionReasons.NoHealthyWorker when decision.Request.Pinned => new(
                StatusCodes.Status503ServiceUnavailable,
                $"The worker that {GatewayHeaders.Pin} names is not healthy at the moment, and no other is asked. Please try again shortly.",
                NoHealthyCode)
            { RetryAfter = RetryAfterSeconds },
            DecisionReasons.AllFiltered => new(
                StatusCodes.Status429TooManyRequests,
                $"All workers that serve the model '{model}' are at their limit. Please try again shortly.",
                "workers_overloaded")
            { RetryAfter = RetryAfterSeconds },
            _ => NoHealthy(model),
        };
    }

    public static ApiError UnknownModel(string model) =>
        new(StatusCodes.Status404NotFound, $"The model '{model}' does not exist on this gateway.", "model_not_found", "model");

    public static ApiError NoKey() =>
        new(StatusCodes.Status401Unauthorized, "Incorrect or missing API key. Send it as Authorization: Bearer.", "invalid_api_key");

    public static ApiError InvalidPin() => ApiError.Invalid(
        $"The header {GatewayHeaders.Pin} names no pin that counts: it has expired, was ended, or its worker has left. Make one on the worker's page of the console, or leave the header out.",
        GatewayHeaders.Pin,
        "invalid_pin");

    public static ApiError Unreachable() =>
        new(StatusCodes.Status502BadGateway, "The worker could not be reached, or closed the connection before it answered.", "worker_unreachable");

    public static ApiError TimedOut() =>
        new(StatusCodes.Status504GatewayTimeout, "The worker did not answer in time.", "worker_timeout");

    public static ApiError Interrupted() =>
        new(StatusCodes.Status502BadGateway, "The worker stopped in the middle of its answer. The answer is incomplete.", "worker_interrupted");

    private static ApiError NoHealthy(string model) => new(
        StatusCodes.Status503ServiceUnavailable,
        $"No healthy worker serves the model '{model}' at the moment. Please try again shortly.",
        NoHealthyCode)
    { RetryAfter = RetryAfterSeconds };
}
