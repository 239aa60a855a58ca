using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>llm-d's precise prefix profile: what workers reported, queue and KV usage, weighted.</summary>
internal sealed class PrecisePrefixStrategy : IStrategy
{
    private const string PrefixWeight = "prefix-weight";
    private const string QueueWeight = "queue-weight";
    private const string KvWeight = "kv-weight";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.PrecisePrefix,
        "Precise prefix",
        "Highest weighted sum of the prefix share that workers reported by KV events, relative queue length and free KV cache. "
        + "Workers whose reports are not trusted count with their predicted share.",
        "llm-d precise prefix cache, weights 2 : 1 : 1",
        [
            WeightParameters.Of(PrefixWeight, "Weight of the share of the prompt a worker reported to hold.", 2),
            WeightParameters.Of(QueueWeight, "Weight of a short engine queue.", 1),
            WeightParameters.Of(KvWeight, "Weight of free KV cache.", 1),
            .. TierParameters.All,
        ]);

    public void Validate(StrategySpec spec, StrategyParameters parameters, ICollection<SpecError> errors) =>
        WeightParameters.RequireOne(parameters, errors, PrefixWeight, QueueWeight, KvWeight);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) => new(
        [],
        [
            (new ReportedPrefixScorer(TierParameters.Read(parameters)), (float)parameters.Number(PrefixWeight)),
            (new QueueScorer(), (float)parameters.Number(QueueWeight)),
            (new KvUsageScorer(), (float)parameters.Number(KvWeight)),
        ],
        new MaxScorePicker(context.Random),
        []);
}
