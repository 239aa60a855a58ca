namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/strategy/trial</c>: a spec, why, and for what share.</summary>
public sealed record TrialRequest : StrategyRequest
{
    /// <summary>Share of conversations in percent, a whole number from 1 to 99.</summary>
    public double? SharePercent { get; init; }

    /// <summary>Seconds after which the trial ends by itself, 10 to 86,400; absent: it runs until somebody ends it.</summary>
    public int? EndAfterSeconds { get; init; }
}
