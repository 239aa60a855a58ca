using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What the rolling statistics keep of one request that is over.</summary>
/// <param name="Failed">It ended with an error.</param>
/// <param name="FirstTokenMs">Time to first token.</param>
/// <param name="InterTokenMs">Mean gap between tokens.</param>
/// <param name="Tokens">Prompt tokens and their reuse.</param>
/// <param name="Good">It succeeded within the limit of the time to first token; an answer that came in one piece, within it as a whole.</param>
internal readonly record struct OutcomeFacts(bool Failed, float? FirstTokenMs, float? InterTokenMs, TokenTotals Tokens, bool Good = false)
{
    public bool ServerFailed { get; init; }

    public float? DurationMs { get; init; }

    public static OutcomeFacts From(DecisionEntry entry, DecisionOutcome outcome, TimeSpan firstTokenLimit)
    {
        return new OutcomeFacts(
            !outcome.Succeeded,
            (float?)outcome.TimeToFirstToken?.TotalMilliseconds,
            (float?)outcome.InterTokenLatency?.TotalMilliseconds,
            TokensOf(entry.Decision, outcome),
            outcome.Succeeded && (outcome.TimeToFirstToken ?? outcome.Duration) <= firstTokenLimit)
        {
            ServerFailed = outcome.ServerFailed,
            DurationMs = (float)outcome.Duration.TotalMilliseconds,
        };
    }

    /// <summary>Only what a worker answered can have reused anything: a refused request is no cache miss.</summary>
    public static TokenTotals TokensOf(RoutingDecision decision, DecisionOutcome outcome) => outcome.Served is null ? default : new TokenTotals
    {
        Prompt = decision.Request.PromptTokens,
        Available = decision.AvailableTokens,
        Captured = decision.CapturedTokens,
        Reporting = outcome.CachedTokens is null ? 0 : outcome.PromptTokens ?? decision.Request.PromptTokens,
        Delivered = outcome.CachedTokens ?? 0,
        Reports = outcome.CachedTokens is null ? 0 : 1,
    };
}
