using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>What a decision saw of one worker.</summary>
public readonly record struct DecisionCandidate
{
    public required WorkerId Worker { get; init; }

    public required int PredictedBlocks { get; init; }

    public required int ReportedBlocks { get; init; }

    public required int InFlight { get; init; }

    public required int? Waiting { get; init; }

    public required double? KvUsage { get; init; }

    /// <summary>Name of the filter that removed the worker; null when it was scored.</summary>
    public required string? RemovedBy { get; init; }

    /// <summary>Column in <see cref="ScorerRow"/>s and <see cref="RoutingDecision.Totals"/>; −1 when removed.</summary>
    public required int Column { get; init; }
}
