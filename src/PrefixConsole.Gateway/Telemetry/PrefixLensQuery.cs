using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What to look at in the predicted tree.</summary>
public sealed record PrefixLensQuery
{
    /// <summary>Default of <see cref="ColdAfter"/>: twice the time constant of a run's hit rate.</summary>
    public static readonly TimeSpan DefaultColdAfter = TimeSpan.FromMinutes(10);

    public required PrefixLens Lens { get; init; }

    /// <summary>Only for <see cref="PrefixLens.Compare"/>: the two workers, not the same.</summary>
    public WorkerId? A { get; init; }

    public WorkerId? B { get; init; }

    /// <summary>Only for <see cref="PrefixLens.Compare"/>: rows with tokens on this side; null for all.</summary>
    public PrefixSide? Side { get; init; }

    /// <summary>Model, adapter and tenant as the tree names them; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The same by its parts.</summary>
    public PrefixFilter Filter { get; init; } = PrefixFilter.None;

    /// <summary>Only for <see cref="PrefixLens.Cold"/>: not used for at least so long.</summary>
    public TimeSpan ColdAfter { get; init; } = DefaultColdAfter;

    /// <summary>Most rows, 1 to <see cref="PrefixLenses.MaxRows"/>.</summary>
    public int Max { get; init; } = 200;
}
