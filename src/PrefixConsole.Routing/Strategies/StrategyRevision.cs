namespace PrefixConsole.Routing.Strategies;

/// <summary>An applied strategy: immutable, numbered from 1. Decisions carry its number.</summary>
public sealed class StrategyRevision
{
    public required int Number { get; init; }

    public required StrategySpec Spec { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who applied it.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>What decides; only the revisions of this run have one.</summary>
    internal StrategyPipeline Pipeline { get; init; } = null!;
}
