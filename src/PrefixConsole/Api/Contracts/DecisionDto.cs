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

    public required string Strategy { get; init; }

    public required int Revision { get; init; }

    public required string? Winner { get; init; }

    public required string Reason { get; init; }

    public required double? Margin { get; init; }

    public required int PromptTokens { get; init; }

    public required int AvailableTokens { get; init; }

    public required int PredictedCachedTokens { get; init; }

    public required bool Retried { get; init; }

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
            Strategy = decision.Strategy,
            Revision = decision.Revision,
            Winner = decision.Winner?.Value,
            Reason = decision.Reason,
            Margin = Numbers.Finite(decision.Margin),
            PromptTokens = decision.Request.PromptTokens,
            AvailableTokens = decision.AvailableTokens,
            PredictedCachedTokens = decision.PredictedCachedTokens,
            Retried = entry.FirstDecision is not null,
            Outcome = OutcomeDto.From(entry.Outcome),
        };
    }
}
