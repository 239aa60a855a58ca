using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A run of a prefix tree as the console, the API and the hub show it: named by structure, never by text unless previews are on.</summary>
public sealed record PrefixNodeView
{
    /// <summary>16 hexadecimal digits; stable as long as the run ends where it does.</summary>
    public required string Id { get; init; }

    public required string? ParentId { get; init; }

    /// <summary>Operator's label if there is one, else that of a rule, else what the run is: "system", "system → turn 1 user", "turn 3 assistant".</summary>
    public required string Name { get; init; }

    /// <summary>Operator's label; null when there is none.</summary>
    public required string? Label { get; init; }

    /// <summary>Label that a rule gives; null when an operator gave one or no rule fits.</summary>
    public string? RuleLabel { get; init; }

    /// <summary>First 80 characters; null unless previews are on for that traffic.</summary>
    public required string? Preview { get; init; }

    /// <summary>Model, adapter and tenant.</summary>
    public required string Namespace { get; init; }

    /// <summary>Blocks of the prompt before this run, and in it.</summary>
    public required int StartBlock { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Estimated tokens in the run, before it, and in its whole subtree.</summary>
    public required long Tokens { get; init; }

    public required long TokensBefore { get; init; }

    public required long SubtreeTokens { get; init; }

    /// <summary>Share of the worker's predicted cache (or of the fleet's distinct blocks) that the run itself takes, 0 to 1.</summary>
    public required double Share { get; init; }

    public required int Children { get; init; }

    public required ImmutableArray<PrefixHolderView> Holders { get; init; }

    /// <summary>How often the run is held, parts of it counted as parts.</summary>
    public double Replicas => Holders.Sum(h => h.Share);

    /// <summary>Tokens that were not computed again if every hit but the first found the run cached.</summary>
    public long SavedTokens => Math.Max(0, Hits - 1) * Tokens;

    public required long Hits { get; init; }

    public required double HitsPerMinute { get; init; }

    /// <summary>Since it was first seen, and since it was last used.</summary>
    public required TimeSpan Age { get; init; }

    public required TimeSpan Idle { get; init; }

    /// <summary>How it compares with what the worker reports; null unless asked for a worker that reports.</summary>
    public PrefixMatch? Match { get; init; }
}

/// <summary>A worker that holds the run, and how much of it (0 to 1).</summary>
public sealed record PrefixHolderView(WorkerId Worker, double Share);
