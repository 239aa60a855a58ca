using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What draining some workers would move.</summary>
/// <param name="InFlight">Requests that finish where they are.</param>
/// <param name="RequestsPerSecond">Requests of the last minute that would go to others.</param>
/// <param name="Share">Those as a share of the fleet's; null without traffic.</param>
/// <param name="PredictedTokens">Cached tokens, estimated, that stop being used.</param>
/// <param name="SoleTokens">Those of them that no worker that stays holds: they are computed again when they are asked for.</param>
/// <param name="ReadShare">Share of the predicted tree that <paramref name="SoleTokens"/> was read from, 0 to 1.</param>
/// <param name="Staying">Ready workers that stay.</param>
/// <param name="Orphans">Models and adapters that no ready worker that stays serves: requests for them would be refused.</param>
public sealed record DrainImpact(
    int InFlight, double RequestsPerSecond, double? Share, long PredictedTokens, long SoleTokens, double ReadShare, int Staying, ImmutableArray<string> Orphans);
