using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>What draining or removing a worker would move.</summary>
/// <param name="InFlight">Requests that finish where they are.</param>
/// <param name="RequestsPerSecond">Requests of the last minute that would go to others.</param>
/// <param name="Share">Those as a share of the fleet's; null without traffic.</param>
/// <param name="PredictedTokens">Cached tokens, estimated, that stop being used.</param>
/// <param name="SoleTokens">Those of them that no worker that stays holds.</param>
/// <param name="ReadShare">Share of the predicted tree that <paramref name="SoleTokens"/> was read from.</param>
/// <param name="Staying">Ready workers that stay.</param>
/// <param name="Orphans">Models and adapters that no ready worker that stays serves.</param>
public sealed record DrainImpactDto(
    int InFlight, double RequestsPerSecond, double? Share, long PredictedTokens, long SoleTokens, double ReadShare, int Staying, IReadOnlyList<string> Orphans)
{
    internal static DrainImpactDto Of(DrainImpact impact) => new(
        impact.InFlight, impact.RequestsPerSecond, impact.Share, impact.PredictedTokens, impact.SoleTokens, impact.ReadShare, impact.Staying, impact.Orphans);
}
