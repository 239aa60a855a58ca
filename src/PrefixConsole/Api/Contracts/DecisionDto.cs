using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A request in the decision log, in one line.</summary>
public sealed record DecisionDto
{
    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Model { get; init; }

    public required string Tenant { get; init; }

    public required string Path { get; init; }

    public required bool Streaming { get; init; }

    /// <summary>Traffic of the built-in generator.</summary>
    public required bool Demo { get; init; }

    /// <summary>A test request that an operator pinned to a worker: no strategy chose.</summary>
    public required bool Pinned { get; init; }

    public required string Strategy { get; init; }

    public required int Revision { get; init; }

    public required string? Winner { get; init; }

    public required string Reason { get; init; }

    public required double? Margin { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Where the prompt's tokens came from: None (estimated from text), Request, Worker or File.</summary>
    public required string TokenOrigin { get; init; }

    public required double TokenizationMs { get; init; }

    /// <summary>What else is to know of it, such as a timeout; null for nothing.</summary>
    public required string? TokenizationNote { get; init; }

    public required int AvailableTokens { get; init; }

    /// <summary>Prompt tokens that the chosen worker was expected to have cached: as it reported where that was trusted, else as predicted.</summary>
    public required int ExpectedCachedTokens { get; init; }

    /// <summary>What the router's own tree alone predicted of it.</summary>
    public required int PredictedCachedTokens { get; init; }

    public required bool Retried { get; init; }

    /// <summary>What came of the worker that was chosen first: unreachable, disconnected or answered; null without a retry, or when it was not kept.</summary>
    public required string? FirstFailure { get; init; }

    /// <summary>HTTP status that it answered with: 429, 502 or 503; null when it did not answer.</summary>
    public required int? FirstFailureStatus { get; init; }

    /// <summary>What choosing took: finding who holds the prefix, and scoring.</summary>
    public required double DecisionMs { get; init; }

    /// <summary>Null while the request runs.</summary>
    public required OutcomeDto? Outcome { get; init; }

    internal static DecisionDto From(DecisionEntry entry)
    {
        var decision = entry.Decision;
        return new DecisionDto
        {
            Sequence = entry.Sequence,
            Id = decision.Id,
            At = decision.At,
            Model = decision.Request.Model,
            Tenant = decision.Request.Tenant,
            Path = decision.Request.Path,
            Streaming = decision.Request.Streaming,
            Demo = decision.Request.Demo,
            Pinned = decision.Request.Pinned,
            Strategy = decision.Strategy,
            Revision = decision.Revision,
            Winner = decision.Winner?.Value,
            Reason = decision.Reason,
            Margin = Numbers.Finite(decision.Margin),
            PromptTokens = decision.Request.PromptTokens,
            TokenOrigin = decision.Request.Tokenization.Origin.ToString(),
            TokenizationMs = decision.Request.Tokenization.Time.TotalMilliseconds,
            TokenizationNote = decision.Request.Tokenization.Note,
            AvailableTokens = decision.AvailableTokens,
            ExpectedCachedTokens = decision.CapturedTokens,
            PredictedCachedTokens = decision.PredictedCachedTokens,
            Retried = entry.FirstDecision is not null,
            FirstFailure = entry.FirstFailure is { } failure ? FailureWords.Code(failure.Kind) : null,
            FirstFailureStatus = entry.FirstFailure?.Status,
            DecisionMs = (decision.OverlapTime + decision.ScheduleTime).TotalMilliseconds,
            Outcome = OutcomeDto.From(entry.Outcome),
        };
    }
}
