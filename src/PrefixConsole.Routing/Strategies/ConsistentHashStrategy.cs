using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Prefix affinity without state: the head of the prompt is hashed onto a ring of workers, with a bound on load.</summary>
internal sealed class ConsistentHashStrategy : IStrategy
{
    public const string Points = "points";
    public const string BoundPercent = "bound-percent";
    public const string PrefixBytes = "prefix-bytes";
    public const string PrefixTokens = "prefix-tokens";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.ConsistentHash,
        "Consistent hash",
        "The head of the prompt names a worker on a hash ring; one over its share of the load is passed over clockwise.",
        "KubeAI PrefixHash (CHWBL); GIE proposal 602",
        [
            new()
            {
                Name = Points,
                Summary = "Points of each worker on the ring; more spread keys more evenly.",
                Default = 256,
                Minimum = 1,
                Maximum = 4096,
                Whole = true,
                Unit = "points",
            },
            new()
            {
                Name = BoundPercent,
                Summary = "Load a worker may have relative to the mean; higher keeps prefixes together longer.",
                Default = 125,
                Minimum = 100,
                Maximum = 1000,
                Unit = "%",
            },
            new()
            {
                Name = PrefixBytes,
                Summary = "Head of a text prompt that makes the key; too short puts all prompts with one system prompt on one worker.",
                Default = RingHead.Default.Bytes,
                Minimum = 64,
                Maximum = 1_048_576,
                Whole = true,
                Unit = "bytes",
            },
            new()
            {
                Name = PrefixTokens,
                Summary = "Head of a tokenised prompt that makes the key.",
                Default = RingHead.Default.Tokens,
                Minimum = 16,
                Maximum = 262_144,
                Whole = true,
                Unit = "tokens",
            },
        ]);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) =>
        IStrategy.Only(new HashRingPicker(
            parameters.Whole(Points),
            parameters.Number(BoundPercent) / 100,
            new RingHead(parameters.Whole(PrefixBytes), parameters.Whole(PrefixTokens))));
}
