using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api.Contracts;

/// <summary>Where the tokens of one prompt came from, and why the rest was computed.</summary>
/// <param name="PromptTokens">Tokens of the prompt, by the engine's count where it gave one.</param>
/// <param name="AvailableTokens">Most that any considered worker was expected to hold.</param>
/// <param name="CapturedTokens">What the chosen worker was expected to hold.</param>
/// <param name="DeliveredTokens">What its engine had.</param>
/// <param name="UnexpectedTokens">Delivered beyond captured.</param>
/// <param name="ReportedTokens">What the chosen worker had reported to hold; null when it could not be asked.</param>
/// <param name="PredictedTokens">What it was predicted to hold; null without text blocks.</param>
/// <param name="Lost">Tokens that were not delivered, by cause; they sum to prompt less delivered.</param>
public sealed record AccountDto(
    int PromptTokens,
    int AvailableTokens,
    int CapturedTokens,
    int DeliveredTokens,
    int UnexpectedTokens,
    int? ReportedTokens,
    int? PredictedTokens,
    IReadOnlyDictionary<string, int> Lost)
{
    internal static AccountDto? From(ReuseAccount? known) => known is not { } account ? null : new AccountDto(
        account.Prompt,
        account.Available,
        account.Captured,
        account.Delivered,
        account.Unexpected,
        account.Reported,
        account.Predicted,
        ReuseCauses.All.ToDictionary(ReuseCauses.NameOf, cause => account[cause]));
}
