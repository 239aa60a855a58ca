using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>The active revision and those before it. Readers take <see cref="Current"/> once; applying swaps it.</summary>
public sealed class StrategyStore(StrategyCatalog catalog, TimeProvider time, StrategySpec initial)
{
    /// <summary>Bound of <see cref="History"/>; the oldest leave first.</summary>
    public const int HistoryLimit = 200;

    public StrategyRevision Current => throw new NotImplementedException();

    /// <summary>Newest first, the current one included.</summary>
    public ImmutableArray<StrategyRevision> History => throw new NotImplementedException();

    /// <summary>Raised after a change on the writer's thread; handlers only signal.</summary>
    public event Action? Changed;

    /// <param name="spec">What to apply.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="expectedRevision">Number of the revision the editor started from; null applies over anything.</param>
    public ApplyResult Apply(StrategySpec spec, string by, string reason, int? expectedRevision) => throw new NotImplementedException();
}
