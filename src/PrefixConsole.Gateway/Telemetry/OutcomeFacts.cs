namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What the rolling statistics keep of one request that is over.</summary>
internal readonly record struct OutcomeFacts(bool Failed, float? FirstTokenMs, float? InterTokenMs, TokenTotals Tokens)
{
    public bool ServerFailed { get; init; }

    public float? DurationMs { get; init; }

    public static OutcomeFacts From(DecisionEntry entry, DecisionOutcome outcome)
    {
        var decision = entry.Decision;
        var tokens = default(TokenTotals);

        // Only what a worker answered can have reused anything: a refused request is no cache miss.
        if (outcome.Served is not null)
        {
            tokens = new TokenTotals
            {
                Prompt = decision.Request.PromptTokens,
                Available = decision.AvailableTokens,
                Captured = decision.CapturedTokens,
                Reporting = outcome.CachedTokens is null ? 0 : outcome.PromptTokens ?? decision.Request.PromptTokens,
                Delivered = outcome.CachedTokens ?? 0,
                Reports = outcome.CachedTokens is null ? 0 : 1,
            };
        }

        return new OutcomeFacts(
            !outcome.Succeeded,
            (float?)outcome.TimeToFirstToken?.TotalMilliseconds,
            (float?)outcome.InterTokenLatency?.TotalMilliseconds,
            tokens)
        {
            ServerFailed = outcome.ServerFailed,
            DurationMs = (float)outcome.Duration.TotalMilliseconds,
        };
    }
}
