using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Strategies;

/// <summary>
/// State that strategies share and that outlives a switch: sessions stay bound when an operator tries another strategy and returns.
/// Everything in it is used under the scheduler's lock.
/// </summary>
internal sealed class StrategyContext
{
    public StrategyContext(TimeProvider time, Random random)
        : this(random, new SessionTable(time), new TurnTable(), new LastServedTable(), new ColdStartTable(), new ActiveBlocks(), new RoutedTables(time), preview: false)
    {
    }

    private StrategyContext(
        Random random,
        SessionTable sessions,
        TurnTable turns,
        LastServedTable lastServed,
        ColdStartTable coldStarts,
        ActiveBlocks active,
        RoutedTables routed,
        bool preview)
    {
        (Random, Sessions, Turns, LastServed, ColdStarts) = (random, sessions, turns, lastServed, coldStarts);
        (Active, Routed, Preview) = (active, routed, preview);
    }

    public Random Random { get; }

    public SessionTable Sessions { get; }

    public TurnTable Turns { get; }

    public LastServedTable LastServed { get; }

    public ColdStartTable ColdStarts { get; }

    public ActiveBlocks Active { get; }

    public RoutedTables Routed { get; }

    /// <summary>True when rules read the shared state but must not move it.</summary>
    public bool Preview { get; }

    /// <summary>The same state, read only, with draws of its own.</summary>
    public StrategyContext ForPreview(Random random) => new(random, Sessions, Turns, LastServed, ColdStarts, Active, Routed, preview: true);
}
