using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Two distinct workers at random, the one with fewer requests in flight.</summary>
internal sealed class PowerOfTwoStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.PowerOfTwo,
        "Power of two",
        "Two distinct workers at random, the one with fewer requests in flight.",
        "Mitzenmacher 2001; SGLang power_of_two",
        []);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) =>
        IStrategy.Only(new PowerOfTwoPicker(context.Random));
}
