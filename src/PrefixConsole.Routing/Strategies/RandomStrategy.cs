using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Any healthy worker, uniformly.</summary>
internal sealed class RandomStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.Random,
        "Random",
        "Any healthy worker, uniformly.",
        "baseline; SGLang random",
        []);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) =>
        IStrategy.Only(new RandomPicker(context.Random));
}
