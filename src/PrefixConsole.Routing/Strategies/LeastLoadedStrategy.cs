using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Fewest requests in flight by our own count; ties by fewest processed, then at random.</summary>
internal sealed class LeastLoadedStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.LeastLoaded,
        "Least loaded",
        "Fewest requests in flight by our own count; ties by fewest processed, then at random.",
        "baseline",
        []);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) =>
        IStrategy.Only(new LeastLoadedPicker(context.Random));
}
