using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A request explained: the decision that counted after a retry the one before it, and where the tokens came from.</summary>
public sealed record DecisionDetailDto(DecisionDto Summary, DecisionMatrixDto Decision, DecisionMatrixDto? FirstDecision, AccountDto? Account)
{
    internal static DecisionDetailDto From(DecisionEntry entry) => new(
        DecisionDto.From(entry),
        DecisionMatrixDto.From(entry.Decision),
        entry.FirstDecision is { } first ? DecisionMatrixDto.From(first) : null,
        AccountDto.From(entry.Outcome?.Account));
}
