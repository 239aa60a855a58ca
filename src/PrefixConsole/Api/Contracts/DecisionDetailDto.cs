using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A request explained: the decision that counted and, after a retry, the one before it.</summary>
public sealed record DecisionDetailDto(DecisionDto Summary, DecisionMatrixDto Decision, DecisionMatrixDto? FirstDecision)
{
    internal static DecisionDetailDto From(DecisionEntry entry) => new(
        DecisionDto.From(entry),
        DecisionMatrixDto.From(entry.Decision),
        entry.FirstDecision is { } first ? DecisionMatrixDto.From(first) : null);
}
