using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>The Gateway API Inference Extension's default profile: prefix, queue and KV usage, weighted.</summary>
internal sealed class ApproximatePrefixStrategy : IStrategy
{
    public const string PrefixWeight = "prefix-weight";
    public const string QueueWeight = "queue-weight";
    public const string KvWeight = "kv-weight";
    public const string Picker = "picker";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.ApproximatePrefix,
        "Approximate prefix",
        "Highest weighted sum of predicted prefix share, relative queue length and free KV cache.",
        "Gateway API Inference Extension / llm-d router, weights 3 : 2 : 2",
        [
            WeightParameters.Of(PrefixWeight, "Weight of the share of the prompt a worker is predicted to hold.", 3),
            WeightParameters.Of(QueueWeight, "Weight of a short engine queue.", 2),
            WeightParameters.Of(KvWeight, "Weight of free KV cache.", 2),
            new()
            {
                Name = Picker,
                Summary = "Always the highest total, or a draw in proportion to the totals.",
                Default = PickerNames.MaxScore,
                Choices = [PickerNames.MaxScore, PickerNames.WeightedRandom],
            },
        ]);

    public void Validate(StrategySpec spec, StrategyParameters parameters, ICollection<SpecError> errors) =>
        WeightParameters.RequireOne(parameters, errors, PrefixWeight, QueueWeight, KvWeight);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context)
    {
        IWorkerPicker picker = parameters.Word(Picker) == PickerNames.WeightedRandom
            ? new WeightedRandomPicker(context.Random)
            : new MaxScorePicker(context.Random);
        return new StrategyPipeline(
            [],
            [
                (new PrefixScorer(), (float)parameters.Number(PrefixWeight)),
                (new QueueScorer(), (float)parameters.Number(QueueWeight)),
                (new KvUsageScorer(), (float)parameters.Number(KvWeight)),
            ],
            picker,
            []);
    }
}
