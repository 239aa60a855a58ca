using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>How a request ended. Null: not measured or not reported, which is not zero.</summary>
public sealed record OutcomeDto(
    int StatusCode,
    string? Served,
    string? Error,
    double? TimeToFirstTokenMs,
    double? InterTokenLatencyMs,
    double DurationMs,
    int? PromptTokens,
    int? CompletionTokens,
    int? CachedTokens)
{
    internal static OutcomeDto? From(DecisionOutcome? outcome) => outcome is null ? null : new OutcomeDto(
        outcome.StatusCode,
        outcome.Served?.Value,
        outcome.Error,
        outcome.TimeToFirstToken?.TotalMilliseconds,
        outcome.InterTokenLatency?.TotalMilliseconds,
        outcome.Duration.TotalMilliseconds,
        outcome.PromptTokens,
        outcome.CompletionTokens,
        outcome.CachedTokens);
}
