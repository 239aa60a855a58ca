using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Api.Contracts;

/// <summary>What a decision saw of one worker. <see cref="Total"/> is null when a filter removed it.</summary>
public sealed record CandidateDto(
    string Worker,
    int PredictedBlocks,
    int ReportedBlocks,
    int InFlight,
    int? Waiting,
    double? KvUsage,
    string? RemovedBy,
    double? Total)
{
    internal static CandidateDto From(DecisionCandidate candidate, float[] totals) => new(
        candidate.Worker.Value,
        candidate.PredictedBlocks,
        candidate.ReportedBlocks,
        candidate.InFlight,
        candidate.Waiting,
        candidate.KvUsage is { } usage && double.IsFinite(usage) ? usage : null,
        candidate.RemovedBy,
        candidate.Column >= 0 && candidate.Column < totals.Length ? Numbers.Finite(totals[candidate.Column]) : null);
}
