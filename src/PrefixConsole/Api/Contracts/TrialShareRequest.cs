namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>PUT /api/strategy/trial</c>.</summary>
public sealed record TrialShareRequest
{
    /// <summary>As in <see cref="TrialRequest.SharePercent"/>.</summary>
    public double? SharePercent { get; init; }
}
