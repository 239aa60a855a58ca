using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How a request ended.</summary>
public sealed record DecisionOutcome
{
    /// <summary><see cref="Error"/> of an answer that was a worker's own refusal.</summary>
    public const string WorkerStatus = "worker_status";

    /// <summary>Status sent to the client; 499 when the client went away.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Worker whose response headers were sent on; null when none answered.</summary>
    public required WorkerId? Served { get; init; }

    /// <summary>Short error code as in the response body (<c>no_healthy_worker</c>, <c>worker_unreachable</c> …); null when all went well.</summary>
    public string? Error { get; init; }

    /// <summary>Time to the first body byte, from the arrival of the request; null when there was none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Mean gap between streamed chunks after the first; null when not streamed or fewer than two chunks.</summary>
    public TimeSpan? InterTokenLatency { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>From the response's usage; null when the worker did not report it.</summary>
    public int? PromptTokens { get; init; }

    public int? CompletionTokens { get; init; }

    /// <summary>Delivered reuse: <c>usage.prompt_tokens_details.cached_tokens</c>; null when not reported.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Where the prompt's tokens came from; null when the engine did not report cached tokens.</summary>
    public ReuseAccount? Account { get; init; }

    /// <summary>Failed on the server's side: 5xx, which an answer that broke off has too. What a client got wrong or gave up on is none.</summary>
    public bool ServerFailed => StatusCode >= 500;

    public bool Succeeded => StatusCode is >= 200 and < 300 && Error is null;

    /// <summary>
    /// Whether the predicted tree learned the prompt of <see cref="Served"/>: when a worker's answer of 2xx began, whatever became of it then. An answer
    /// that broke off is taken to have been one: which status it had is not kept.
    /// </summary>
    public bool Taught => Served is not null && (Succeeded || Error is not (null or WorkerStatus));
}
