using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>What the sums take from one served request.</summary>
internal readonly record struct AccuracyFacts(int Prompt, int Available, int Captured, ReuseAccount? Account)
{
    public static AccuracyFacts From(DecisionEntry entry, DecisionOutcome outcome)
    {
        if (outcome.Account is { } account)
        {
            return new AccuracyFacts(account.Prompt, account.Available, account.Captured, account);
        }

        var decision = entry.Decision;
        return new AccuracyFacts(decision.Request.PromptTokens, decision.AvailableTokens, decision.CapturedTokens, null);
    }
}
