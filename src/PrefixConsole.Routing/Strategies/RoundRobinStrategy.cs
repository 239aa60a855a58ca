using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Healthy workers in turn.</summary>
internal sealed class RoundRobinStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.RoundRobin,
        "Round robin",
        "Healthy workers in turn.",
        "baseline; SGLang round_robin",
        []);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) =>
        IStrategy.Only(new RoundRobinPicker(context.Turns, context.Preview));
}
