using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Api.Contracts;

/// <summary>What a decision saw of one worker.</summary>
/// <param name="Worker">Which.</param>
/// <param name="PredictedBlocks">Leading blocks of the prompt it is predicted to hold.</param>
/// <param name="ReportedBlocks">Leading token blocks it reported, in any tier.</param>
/// <param name="Tiers">The same by tier.</param>
/// <param name="Trust">Trust in its report then: NotReporting, Trusted, CatchingUp, Untrusted or Silent.</param>
/// <param name="TrustCause">Why, in words; null for a worker that reported nothing.</param>
/// <param name="EventsAgeMs">Age of its last batch of KV events then; null before the first.</param>
/// <param name="OverlapSource">What counts where reported overlap is asked for: Predicted, Reported, or Both for the greater.</param>
/// <param name="InFlight">Requests in flight by the router's count.</param>
/// <param name="Waiting">Queue as the engine reports it; null: not reported.</param>
/// <param name="KvUsage">KV blocks in use as the engine reports it, 0 to 1; null: not reported.</param>
/// <param name="Running">Requests running in the engine as it reports; null: not reported or too old to count.</param>
/// <param name="MetricsAgeMs">Age of what the engine reports; null when nothing of it counts.</param>
/// <param name="PendingPrefillTokens">Uncached prompt tokens sent and not yet prefilled, estimated by the router.</param>
/// <param name="RemovedBy">Filter that removed it; null when it was scored.</param>
/// <param name="Total">Weighted sum; null when a filter removed it.</param>
/// <param name="Chance">That it had in the picker's draw, 0 to 1; null when nothing was drawn or it cannot be told.</param>
/// <param name="PredictedAge">How old what was predicted of it was; null in a dry run.</param>
public sealed record CandidateDto(
    string Worker,
    int PredictedBlocks,
    int ReportedBlocks,
    TiersDto Tiers,
    string Trust,
    string? TrustCause,
    int? EventsAgeMs,
    string OverlapSource,
    int InFlight,
    int? Waiting,
    double? KvUsage,
    int? Running,
    int? MetricsAgeMs,
    int PendingPrefillTokens,
    string? RemovedBy,
    double? Total,
    double? Chance,
    PredictionAgeDto? PredictedAge)
{
    internal static CandidateDto From(DecisionCandidate candidate, int tokenBlocks, float[] totals, ImmutableArray<double> chances, PredictionAge? age = null) => new(
        candidate.Worker.Value,
        candidate.PredictedBlocks,
        candidate.ReportedBlocks,
        TiersDto.From(candidate.Tiers),
        candidate.Trust.ToString(),
        candidate.TrustCause,
        candidate.EventsAge,
        Overlap.SourceOf(candidate.Trust, tokenBlocks).ToString(),
        candidate.InFlight,
        candidate.Waiting,
        candidate.KvUsage is { } usage && double.IsFinite(usage) ? usage : null,
        candidate.Running,
        candidate.MetricsAge,
        candidate.PendingPrefillTokens,
        candidate.RemovedBy,
        candidate.Column >= 0 && candidate.Column < totals.Length ? Numbers.Finite(totals[candidate.Column]) : null,
        candidate.Column >= 0 && candidate.Column < chances.Length ? chances[candidate.Column] : null,
        age is null ? null : PredictionAgeDto.Of(age));
}
