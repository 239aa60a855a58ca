using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A run of the predicted tree and who holds how much of it. Tokens are estimates.</summary>
public sealed record PrefixShareRow
{
    /// <summary>As <see cref="PrefixNodeView.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Operator's label, else what it is: "system", "turn 3 assistant".</summary>
    public required string Name { get; init; }

    /// <summary>Model, adapter and tenant.</summary>
    public required string Namespace { get; init; }

    /// <summary>Text blocks of the prompt before it, and in it.</summary>
    public required int StartBlock { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Tokens in it, counted once.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens in it, counted for every worker that holds them.</summary>
    public required long HeldTokens { get; init; }

    /// <summary>Tokens held once more than needed: Σ over blocks of (holders − 1) × tokens.</summary>
    public required long DuplicatedTokens { get; init; }

    public required ImmutableArray<PrefixHolderView> Holders { get; init; }

    public required long Hits { get; init; }

    public required double HitsPerMinute { get; init; }

    /// <summary>Since it was last used.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>Tokens that only worker A holds of the two, that both hold, and that only B holds; 0 unless two are compared.</summary>
    public long OnlyA { get; init; }

    public long Both { get; init; }

    public long OnlyB { get; init; }

    public long On(PrefixSide side) => side switch
    {
        PrefixSide.OnlyA => OnlyA,
        PrefixSide.Both => Both,
        _ => OnlyB,
    };
}
