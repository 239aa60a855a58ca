namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/strategy/schedule</c>: a change as in <see cref="StrategyRequest"/>, and when.</summary>
public sealed record ScheduleRequest : StrategyRequest
{
    /// <summary>ISO 8601 with an offset, such as 2026-11-26T14:00:00+01:00; to come, and at most 30 days ahead.</summary>
    public string? At { get; init; }
}
